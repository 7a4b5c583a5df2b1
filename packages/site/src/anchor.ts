/**
 * The anchor of a heading as code hosts make it, so that a link leads to the same place there and on the site.
 *
 * @param heading its text, `database.clock`
 * @returns `databaseclock`
 */
export function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
