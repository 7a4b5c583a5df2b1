import { cleanEscapes } from './clean-escapes.ts';
import { countMembers } from './count-members.ts';
import { shapeOf } from './scan.ts';

/** Deeper nesting overflows the stack of what reads it later, PostgreSQL's parser among others. */
const MAX_NESTING = 256;

/** JSON that was read: its text (clean of what PostgreSQL refuses) and what it says. */
export interface ParsedJson {
  readonly text: string;
  readonly value: unknown;
}

export type ParseResult =
  | ({ readonly ok: true } & ParsedJson)
  | { readonly ok: false; readonly problem: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads JSON in UTF-8, with or without a byte order mark. Never throws, and never quotes what it could not read. */
export function parseJson(bytes: Uint8Array): ParseResult {
  let decoded: string;
  try {
    decoded = utf8.decode(bytes);
  } catch {
    return { ok: false, problem: 'is not UTF-8' };
  }
  return parseJsonText(decoded);
}

export function parseJsonText(source: string): ParseResult {
  const text = cleanEscapes(source);
  try {
    const value: unknown = JSON.parse(text);
    const { depth, members } = shapeOf(text);
    if (depth > MAX_NESTING) return { ok: false, problem: `is nested deeper than ${MAX_NESTING} levels` };
    // Of members of one name some readers take the first and others the last: they would see two tenants, or two amounts.
    if (members !== countMembers(value)) {
      return { ok: false, problem: 'has an object that names a member twice' };
    }
    return { ok: true, text, value };
  } catch {
    return { ok: false, problem: 'is not JSON' };
  }
}
