import fc from 'fast-check';
import { jsonText } from '../sample-event.ts';

/** Stands in every text that erasure must remove, so that a test can search for what is left of it. */
export const CONTENT_MARK = 'private-content';

/** A sentence for people, with the mark. */
export const markedText = fc
  .string({ unit: 'grapheme', maxLength: 8 })
  .map((text) => `${CONTENT_MARK} ${text}`);

/** The text of a JSON object with the mark, an integer beyond 2^53 and whatever else JSON can say. */
export const markedJson = fc
  .record({
    text: markedText,
    seed: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    more: fc.jsonValue({ maxDepth: 1 }),
  })
  .map(({ text, seed, more }) =>
    jsonText(`{"text":${JSON.stringify(text)},"seed":${seed},"more":${JSON.stringify(more)}}`),
  );

/** Keys are any that an object can have, those among them that every object has of itself. */
export const markedMetadata = fc
  .uniqueArray(
    fc.tuple(
      fc.oneof(
        fc.string({ maxLength: 4 }).map((key) => `${CONTENT_MARK} ${key}`),
        fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty'),
      ),
      markedText,
    ),
    { maxLength: 2, selector: ([key]) => key },
  )
  .map((pairs): Record<string, string> => Object.fromEntries(pairs));

export const markedWarnings = fc.array(
  fc.record({
    code: fc.constantFrom('low_resolution', 'slow'),
    message: markedText,
    field: fc.option(markedText, { nil: undefined }),
  }),
  { maxLength: 3 },
);
