const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;

// All of these take text that JSON.parse has accepted. None recurses, so that no depth overflows the stack.

/** What a JSON text is made of. */
export interface JsonShape {
  /** How deep arrays and objects nest: 0 for a number or a string, 1 for `{}`. */
  readonly depth: number;
  /** How many members its objects have together, those of the same name each. */
  readonly members: number;
}

export function shapeOf(text: string): JsonShape {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = stringEnd(text, index) - 1;
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) deepest = Math.max(deepest, ++depth);
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) depth--;
    else if (code === COLON) members++;
  }
  return { depth: deepest, members };
}

/**
 * The text of the member that `JSON.parse` would find at a path of keys, as it stands, or `undefined`. Of members that
 * come twice it is the last, as there.
 */
export function textAt(text: string, path: readonly string[]): string | undefined {
  let value: string | undefined = text;
  for (const key of path) {
    if (value === undefined) return undefined;
    value = memberText(value, key);
  }
  return value;
}

/** JSON text without white space between its tokens: it fits on one line. */
export function compact(text: string): string {
  let result = '';
  let from = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = stringEnd(text, index) - 1;
    } else if (code <= SPACE) {
      result += text.slice(from, index);
      from = index + 1;
    }
  }
  return from === 0 ? text : result + text.slice(from);
}

/** Whether some number of a JSON text, as it is written, is such a one. */
export function someNumber(text: string, is: (number: string) => boolean): boolean {
  const number = /-?\d[\d.eE+-]*/y;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = stringEnd(text, index) - 1;
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      number.lastIndex = index;
      const literal = number.exec(text)?.[0] ?? '';
      if (is(literal)) return true;
      index += literal.length - 1;
    }
  }
  return false;
}

/** The texts of the items of an array, as they stand; none of anything else. */
export function arrayItems(text: string): string[] {
  const items: string[] = [];
  let index = skipSpace(text, 0);
  if (text.charCodeAt(index) !== OPEN_ARRAY) return items;
  index = skipSpace(text, index + 1);
  while (index < text.length && text.charCodeAt(index) !== CLOSE_ARRAY) {
    const end = valueEnd(text, index);
    items.push(text.slice(index, end).trimEnd());
    index = skipSpace(text, end);
    if (text.charCodeAt(index) === COMMA) index = skipSpace(text, index + 1);
  }
  return items;
}

/**
 * The text of an object with one member set to a value, in the place of the member of that name where there is one. All
 * else stays as it was written.
 *
 * @param value JSON text
 */
export function withMember(text: string, name: string, value: string): string {
  const found = memberAt(text, name);
  if (found !== undefined) return text.slice(0, found.start) + value + text.slice(found.end);
  const end = text.trimEnd().slice(0, -1).trimEnd();
  return `${end}${end.endsWith('{') ? '' : ','}${JSON.stringify(name)}:${value}}`;
}

function memberText(text: string, wanted: string): string | undefined {
  const found = memberAt(text, wanted);
  return found && text.slice(found.start, found.end).trimEnd();
}

/** Where the value of a member begins and ends: the last one's of that name. */
function memberAt(
  text: string,
  wanted: string,
): { readonly start: number; readonly end: number } | undefined {
  let index = skipSpace(text, 0);
  if (text.charCodeAt(index) !== OPEN_OBJECT) return undefined;
  let found: { readonly start: number; readonly end: number } | undefined;
  index = skipSpace(text, index + 1);
  while (text.charCodeAt(index) === QUOTE) {
    const keyEnd = stringEnd(text, index);
    const key = text.slice(index, keyEnd);
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = valueEnd(text, start);
    if (isKey(key, wanted)) found = { start, end };
    index = skipSpace(text, end);
    if (text.charCodeAt(index) === COMMA) index = skipSpace(text, index + 1);
  }
  return found;
}

function isKey(quoted: string, wanted: string): boolean {
  if (!quoted.includes('\\')) return quoted.length === wanted.length + 2 && quoted.startsWith(wanted, 1);
  return JSON.parse(quoted) === wanted;
}

/** The index after the value that begins at an index. */
function valueEnd(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = stringEnd(text, index) - 1;
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth++;
    else if (depth === 0 && (code === COMMA || code === CLOSE_OBJECT || code === CLOSE_ARRAY)) return index;
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) depth--;
  }
  return text.length;
}

/** The index after the string whose opening quote stands at an index. */
function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(index - 1 - backslashes) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

function skipSpace(text: string, start: number): number {
  let index = start;
  while (index < text.length && text.charCodeAt(index) <= SPACE) index++;
  return index;
}
