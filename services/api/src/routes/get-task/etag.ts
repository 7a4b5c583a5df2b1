import fresh from 'fresh';

/** The entity tag of a task: its revision, which rises with every change that the envelope shows. */
export function taskEtag(revision: number): string {
  return `"r${revision}"`;
}

/** What servers in between put into the tag of an answer that they compress: Apache after a hyphen, Jetty after two. */
const SUFFIX = /(?:--?|;)(?:gzip|br|deflate|zstd)"/g;

/**
 * Whether `If-None-Match` names the given tag, by the weak comparison of RFC 9110, section 13.1.2: `W/` does not matter,
 * `*` names every tag. The suffix that a compressing proxy gives a tag does not matter either.
 *
 * @param header the header as received, or undefined
 * @param etag a strong tag with its quotes
 */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return fresh({ 'if-none-match': header.trim().replace(SUFFIX, '"') }, { etag });
}
