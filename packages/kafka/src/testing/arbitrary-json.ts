import fc from 'fast-check';

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });

/** Numbers as JSON may write them, most of them beyond what a JavaScript number holds. */
const numberText = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(
      fc.constant('0'),
      digits(1, 30).map((text) => `1${text}`),
    ),
    fc.oneof(
      fc.constant(''),
      digits(1, 30).map((text) => `.${text}`),
    ),
    fc.oneof(
      fc.constant(''),
      fc
        .tuple(
          fc.constantFrom('e', 'E'),
          fc.constantFrom('', '+', '-'),
          fc.integer({ min: 0, max: 308 }).map(String),
        )
        .map((parts) => parts.join('')),
    ),
  )
  .map((parts) => parts.join(''));

const stringText = fc
  .string({ unit: 'grapheme' })
  .map((text) => JSON.stringify(text.replaceAll('\u0000', '').toWellFormed()));

/** The text of a JSON object, without white space, free of what PostgreSQL refuses: it must come back unchanged. */
export const exactJsonObject: fc.Arbitrary<string> = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    numberText,
    stringText,
    fc.constantFrom('true', 'false', 'null'),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
    tie('object'),
  ),
  object: fc
    .uniqueArray(
      fc.tuple(
        fc.oneof(stringText, fc.constantFrom('"__proto__"', '"input"', '"data"', '"a"')),
        tie('value'),
      ),
      {
        maxLength: 4,
        selector: ([key]) => key,
      },
    )
    .map((members) => `{${members.map(([key, value]) => `${key}:${value}`).join(',')}}`),
})).object;
