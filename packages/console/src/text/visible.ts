// Controls, and what turns the direction of text or hides it: none of it may change what a reader takes a text for. What joins
// letters (U+200C, U+200D) stays, because scripts and emoji need it.
const UNSEEN =
  /[\p{Cc}\u{ad}\u{61c}\u{180e}\u{200b}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{feff}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}]/gu;

const escaped = (character: string) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** One line of text that somebody else wrote, with what cannot be seen written out: `\u{202e}`. */
export function shownText(text: string): string {
  return text.replaceAll(UNSEEN, escaped);
}

/** The same of text with lines: line ends and tabs stay. */
export function shownLines(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(UNSEEN, (character) =>
      character === '\n' || character === '\t' ? character : escaped(character),
    );
}
