/** The pages of a built site: their text by their path, `/operations/index.html`. */
export type Pages = ReadonlyMap<string, string>;

const ANCHOR = /\sid="([^"]+)"/g;
const LINK = /<a\b[^>]*\shref="([^"]*)"/g;
const LOADED = /<(?:script|img|iframe|link)\b[^>]*\s(?:src|href)="((?:https?:)?\/\/[^"]+)"/g;

/**
 * What is wrong with the links of a built site.
 *
 * @param others paths of files that are no pages, `/taskfold.svg`
 * @returns a sentence for each link that leads nowhere, each anchor that is not there, and each thing that a page loads from
 * elsewhere
 */
export function faultsOf(pages: Pages, others: ReadonlySet<string> = new Set()): string[] {
  const anchors = new Map(
    [...pages].map(([path, html]) => [path, new Set(found(html, ANCHOR).map(decoded))]),
  );
  const faults = new Set<string>();
  for (const [path, html] of pages) {
    for (const address of found(html, LOADED)) faults.add(`${path} loads ${address}: keep it on the site`);
    for (const link of found(html, LINK)) {
      const url = new URL(link, `http://site${path}`);
      if (url.host !== 'site') continue;
      const target = pageAt(decoded(url.pathname));
      const anchor = decoded(url.hash.slice(1));
      const there = anchors.get(target);
      if (there === undefined) {
        if (!others.has(target)) faults.add(`${path} links to ${target}, which is not there`);
      } else if (anchor !== '' && !there.has(anchor)) {
        faults.add(`${path} links to ${target}#${anchor}, and the page has no such anchor`);
      }
    }
  }
  return [...faults];
}

const found = (html: string, pattern: RegExp) =>
  [...html.matchAll(pattern)].map(([, text = '']) => text.replaceAll('&amp;', '&'));
const pageAt = (path: string) => (path.endsWith('/') ? `${path}index.html` : path);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
