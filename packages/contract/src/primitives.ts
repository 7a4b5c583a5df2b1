import { z } from 'zod';
import { parseInstant } from './instant.ts';

/** What tenant, task, entry, project and request ids are made of. */
export const IDENTIFIER = /^[A-Za-z0-9_-]{1,128}$/;

export const identifier = z.string().regex(IDENTIFIER, 'must be 1 to 128 of the characters A-Z a-z 0-9 _ -');

/** Money and quantities: never a JSON number, because a float loses cents. */
export const decimalString = z
  .string()
  .regex(
    /^-?\d{1,15}(\.\d{1,8})?$/,
    'must be a decimal string such as "1.25": up to 15 digits, up to 8 decimals',
  );

/** Charges and refunds: a decimal string that is not negative (`-0` counts as negative). */
export const amount = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,8})?$/, 'must be a non-negative decimal string such as "1.25"');

const INSTANT_EXPECTED = 'must be an RFC 3339 time, in UTC of the years 0001 to 9999';

/** An RFC 3339 time with any offset, turned into the canonical form. */
export const instant = z
  .string()
  .max(64)
  .transform((text, context) => {
    const parsed = parseInstant(text);
    if (parsed !== undefined) return parsed;
    context.issues.push({ code: 'custom', message: INSTANT_EXPECTED, input: text });
    return z.NEVER;
  })
  .meta({ format: 'date-time' });

/**
 * What is not printable as every dialect of regular expressions reads it: controls, format characters, line separators and the
 * private area. What Unicode has not assigned yet is refused as well, and has no lasting ranges.
 */
const UNPRINTABLE =
  '\\x00-\\x1f\\x7f-\\x9f\\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff\ufff9-\ufffb';

/** `id` and `source` of an event: together they identify it for ever. */
export const eventIdentifier = z
  .string()
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]{1,256}$/u, 'must be 1 to 256 printable characters')
  .meta({ pattern: `^[^${UNPRINTABLE}]{1,256}$` });

const MESSAGE_MAX = 4096;
const NAME_MAX = 256;
const CODE_MAX = 128;

/** Marks values of answers that more may join: the documents name those that are known, and no client breaks by another. */
export const OPEN = { 'x-open': true } as const;

/** Names of capabilities, models, stages and the like. */
export const name = z.string().min(1).max(NAME_MAX);
/** Machine-readable codes of errors and warnings. */
export const code = z.string().min(1).max(CODE_MAX);
/** Sentences for people. */
export const message = z.string().max(MESSAGE_MAX);
