import type { z } from 'zod';

/**
 * What is wrong with a value, in words that follow its name: `must be a string`. Given to a parse as its `error`, it speaks
 * where a schema has no words of its own.
 */
export const issueWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing: it must be ${typeName(issue.expected)}`
        : `must be ${typeName(issue.expected)}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? `must be ${printed(issue.values[0])}`
        : `must be one of ${issue.values.map(printed).join(', ')}`;
    case 'too_small':
      return sizeWords('least', issue.origin, issue.minimum, issue);
    case 'too_big':
      return sizeWords('most', issue.origin, issue.maximum, issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'does not have the form that it must have';
    case 'unrecognized_keys':
      return `has keys that are not known here: ${issue.keys.map(shownName).join(', ')}`;
    case 'invalid_key':
      return 'has a key that it cannot have';
    case 'invalid_element':
      return 'has an element that it cannot have';
    case 'invalid_union':
      return 'has none of the forms that it may have';
    default:
      return 'is not acceptable';
  }
};

/**
 * A sentence about a part of a value: its name and what is wrong with it.
 *
 * @param path names and indexes from the outside in
 * @param words what follows the name; a whole sentence stays as it is
 * @param whole what the value itself is called, where the path is empty
 */
export function issueSentence(path: readonly PropertyKey[], words: string, whole: string): string {
  if (/^[A-Z`].*\.$/s.test(words)) return words;
  return `${path.length === 0 ? whole : `\`${shownPath(path)}\``} ${words}.`;
}

const MAX_SHOWN = 100;

function shownPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number' || /^\d+$/.test(String(key))) return `${text}[${String(key)}]`;
    return text === '' ? shownName(String(key)) : `${text}.${shownName(String(key))}`;
  }, '');
}

/** A name that somebody else has chosen: no longer than it helps, and on one line. */
function shownName(name: string): string {
  const plain = name.slice(0, MAX_SHOWN).replaceAll(/[^\P{C}]|[\p{Zl}\p{Zp}`]/gu, '\ufffd');
  return name.length > MAX_SHOWN ? `${plain}…` : plain;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
  date: 'a time',
  null: 'null',
};

function typeName(expected: string): string {
  return TYPES[expected] ?? `of the type ${expected}`;
}

function printed(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

const UNITS: Readonly<Record<string, string>> = {
  string: 'character',
  array: 'item',
  set: 'item',
  map: 'pair',
};

function sizeWords(
  side: 'least' | 'most',
  origin: string,
  limit: number | bigint,
  { exact = false, inclusive = true }: { readonly exact?: boolean; readonly inclusive?: boolean },
): string {
  const unit = UNITS[origin];
  if (unit !== undefined) {
    if (side === 'least' && !exact && limit === 1) return 'must not be empty';
    return `must have ${exact ? 'exactly' : `at ${side}`} ${limit} ${unit}${limit === 1 ? '' : 's'}`;
  }
  if (exact) return `must be ${limit}`;
  if (inclusive) return `must be at ${side} ${limit}`;
  return side === 'least' ? `must be more than ${limit}` : `must be less than ${limit}`;
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'must be a UUID',
  url: 'must be a URL',
  email: 'must be an e-mail address',
  date: 'must be a date such as 2026-11-24',
  datetime: 'must be an RFC 3339 time',
  base64: 'must be Base64',
};
