import { z } from 'zod';
import { parseInstant } from '../instant.ts';
import { identifier } from '../primitives.ts';

// Parameters arrive as text. What turns them into values is hidden from the generated documents by `preprocess`, so that
// these show the value's own schema.

/** A whole number within bounds, written in decimal digits. */
export function integerParameter(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z.preprocess(
    (text) => (typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : text),
    z.int(message).min(least, message).max(most, message),
  );
}

/** The values of a list, each once: separated by commas, by repeating the parameter, or both. */
function valuesOf(given: unknown): unknown {
  const texts = typeof given === 'string' ? [given] : given;
  if (!Array.isArray(texts)) return given;
  return [...new Set(texts.flatMap((text) => (typeof text === 'string' ? text.split(',') : [text])))];
}

/** Values of an enumeration: `a,b`, or the parameter repeated. */
export function listParameter<const Value extends string>(values: readonly [Value, ...Value[]]) {
  const message = `must be one or more of ${values.join(', ')}, separated by commas`;
  return z.preprocess(valuesOf, z.array(z.enum(values, message)).min(1, message).max(values.length, message));
}

/** Ids: `a,b`, or the parameter repeated. */
export function idsParameter(most: number) {
  const message = `must be 1 to ${most} ids, separated by commas`;
  return z.preprocess(valuesOf, z.array(identifier).min(1, message).max(most, message));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what PostgreSQL cannot hold
const WITHOUT_NUL = /^[^\u0000]*$/;

/** Text that PostgreSQL can hold. */
export function textParameter(most: number, least = 1) {
  const message = `must be ${least} to ${most} characters, none of them NUL`;
  return z.string(message).min(least, message).max(most, message).regex(WITHOUT_NUL, message);
}

/**
 * Pairs, each given as `name[key]=value`. Every key is one of its own: `z.record` drops `__proto__`, and a filter that is dropped
 * answers with everything.
 */
export function pairsParameter(key: z.ZodString, value: z.ZodString) {
  const { $schema: _, ...described } = z.toJSONSchema(z.record(key, value), { io: 'input' });
  return z
    .unknown()
    .transform((given, { issues }): Record<string, string> => {
      if (typeof given !== 'object' || given === null || Array.isArray(given)) {
        issues.push({ code: 'invalid_type', expected: 'record', input: given });
        return z.NEVER;
      }
      for (const [name, text] of Object.entries(given)) {
        if (!key.safeParse(name).success) {
          issues.push({
            code: 'custom',
            message: 'is not a key that metadata can have',
            path: [name],
            input: name,
          });
        }
        const faults = value.safeParse(text).error?.issues ?? [];
        issues.push(...faults.map((fault) => ({ ...fault, path: [name], input: text })));
      }
      return Object.fromEntries(Object.entries(given));
    })
    .meta(described as Readonly<Record<string, unknown>>);
}

/** An RFC 3339 time with any offset, from the year 1000 on; `+` must be sent as `%2B`. */
export const timeParameter = z
  .string()
  .max(64)
  .regex(/^[1-9]\d{3}-/, 'must be an RFC 3339 time')
  .transform((text, context) => {
    const parsed = parseInstant(text);
    if (parsed !== undefined) return parsed;
    context.issues.push({ code: 'custom', message: 'must be an RFC 3339 time', input: text });
    return z.NEVER;
  })
  .meta({ format: 'date-time' });

/** What an earlier answer gave as `next_cursor`. */
export const cursorParameter = z
  .string()
  .min(1)
  .max(4096)
  .meta({ description: 'Where to go on: `next_cursor` of an earlier answer to the same request.' });

export const limitParameter = integerParameter(1, 100)
  .default(20)
  .meta({ description: 'How many at most, 1 to 100; 20 by default.', default: 20 });

/** `<partition>:<offset>`, as `POST /v1/events` answers it. */
export const positionParameter = z
  .string()
  .regex(/^\d{1,6}:\d{1,15}$/, 'must be a position as POST /v1/events answers it: <partition>:<offset>')
  .transform((text) => {
    const [partition = '', offset = ''] = text.split(':');
    return { partition: Number(partition), offset: Number(offset) };
  });
