import { escapeLines } from './escape-controls.ts';

/** Colours by meaning; each gives the text as it is where colours are not wanted. */
export interface Style {
  strong(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  busy(text: string): string;
}

/** Where the commands speak to a person: whole lines, no cursor movement. */
export interface Terminal {
  readonly style: Style;
  line(text?: string): void;
}

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Colours on a terminal only, and not where NO_COLOR is set (https://no-color.org) or TERM is `dumb`. */
export function createTerminal(output: Output, env: NodeJS.ProcessEnv): Terminal {
  const coloured = output.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  return {
    style: createStyle(coloured),
    line: (text = '') => void output.write(`${withoutControls(text)}\n`),
  };
}

/** Lets the colours through that {@link createStyle} gives, and nothing else that acts on a terminal. */
function withoutControls(text: string): string {
  return text
    .split(COLOURS)
    .map((part, index) => (index % 2 === 0 ? escapeLines(part) : part))
    .join('');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const COLOURS = /(\u001b\[(?:1|2|22|3[1-369])m)/;

export function createStyle(coloured: boolean): Style {
  const code = (open: number, close: number) => (text: string) =>
    coloured ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    strong: code(1, 22),
    faint: code(2, 22),
    good: code(32, 39),
    bad: code(31, 39),
    warn: code(33, 39),
    busy: code(36, 39),
  };
}
