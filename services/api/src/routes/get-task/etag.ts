/** The entity tag of a task: its revision, which rises with every change that the envelope shows. */
export function taskEtag(revision: number): string {
  return `"r${revision}"`;
}

const TAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/**
 * Whether `If-None-Match` names the given tag, by the weak comparison of RFC 9110, section 13.1.2: `W/` does not matter,
 * `*` names every tag.
 *
 * @param header the header as received, or undefined
 * @param etag a strong tag with its quotes
 */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag) return true;
  const trimmed = header.trim();
  if (trimmed === '*') return true;
  for (const [, tag] of trimmed.matchAll(TAG)) if (tag === etag) return true;
  return false;
}
