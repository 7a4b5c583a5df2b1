/** What others chose, as one word of a command that somebody may paste into a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w.:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
