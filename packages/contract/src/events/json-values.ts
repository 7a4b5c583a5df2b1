import { z } from 'zod';

const MAX_PAIRS = 50;
const MAX_KEY = 64;
const MAX_VALUE = 512;

/** Any JSON object. It is not copied: what is kept of it is its text. */
export const jsonObject = z.unknown().refine(isObject, 'must be an object').meta({
  type: 'object',
  additionalProperties: true,
  description: 'Any JSON object.',
}) as z.ZodType<Readonly<Record<string, unknown>>>;

/**
 * Pairs of key and value, every key of its own, `__proto__` among them, which `z.record` drops. A pair whose value is null
 * is absent.
 */
export const metadata = z
  .unknown()
  .transform(readPairs)
  .meta({
    type: 'object',
    propertyNames: { type: 'string', minLength: 1, maxLength: MAX_KEY },
    additionalProperties: { anyOf: [{ type: 'string', maxLength: MAX_VALUE }, { type: 'null' }] },
    maxProperties: MAX_PAIRS,
  });

function readPairs(value: unknown, context: z.core.$RefinementCtx): Readonly<Record<string, string>> {
  const refuse = (message: string) => {
    context.issues.push({ code: 'custom', message, input: value });
    return z.NEVER;
  };
  if (!isObject(value)) return refuse('must be an object of texts');
  const pairs = Object.entries(value).filter(([, text]) => text !== null);
  if (pairs.length > MAX_PAIRS) return refuse(`must hold at most ${MAX_PAIRS} pairs`);
  for (const [key, text] of pairs) {
    if (key === '' || key.length > MAX_KEY) return refuse(`keys must have 1 to ${MAX_KEY} characters`);
    if (typeof text !== 'string' || text.length > MAX_VALUE) {
      return refuse(`values must be texts of at most ${MAX_VALUE} characters`);
    }
  }
  // Of entries an object gets properties of its own, also where assigning one would set the prototype.
  return Object.fromEntries(pairs) as Record<string, string>;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
