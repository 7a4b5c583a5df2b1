import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { pagePath } from './page-paths.ts';

/** What VitePress says of the page that is rendered. */
interface Env {
  readonly path?: string;
  /** The source, where the page has another path on the site. */
  readonly realPath?: string;
}

/**
 * Turns links between files of the repository, which work where it is read, into links of the site. What is linked and is no
 * page (a file of rules, a folder) becomes text: the site has only pages.
 *
 * @param root the repository
 */
export function siteLinks(md: MarkdownRenderer, root: string): void {
  md.core.ruler.push('site-links', ({ tokens, env }) => {
    const { path = '', realPath = path } = env as Env;
    const from = posix.dirname(posix.relative(root, realPath));
    for (const { children } of tokens) {
      let isText = false;
      for (const token of children ?? []) {
        if (token.type === 'link_open') {
          const href = siteHref(root, from, token.attrGet('href') ?? '');
          isText = href === null;
          if (href !== null) token.attrSet('href', href);
        }
        if (!isText || !token.type.startsWith('link_')) continue;
        if (token.type === 'link_close') isText = false;
        token.tag = 'span';
        token.type = token.type.replace('link', 'source');
        token.attrs = null;
      }
    }
  });
}

/** @returns null for what is in the repository, but on no page */
function siteHref(root: string, from: string, href: string): string | null {
  const end = href.search(/[#?]/);
  const [path, rest] = end < 0 ? [href, ''] : [href.slice(0, end), href.slice(end)];
  if (path === '' || /^([a-z]+:|\/)/.test(path)) return href;
  const target = posix.join(from, decodeURIComponent(path)).replace(/\/$/, '');
  if (target === 'README.md') return `/${rest}`;
  const page = [target, `${target}/README.md`].find(
    (file) => file.endsWith('.md') && existsSync(posix.join(root, file)),
  );
  if (page !== undefined) return `/${pagePath(page)}${rest}`;
  // What is not there at all stays as it is, for the build to fail over.
  return existsSync(posix.join(root, target)) ? null : href;
}
