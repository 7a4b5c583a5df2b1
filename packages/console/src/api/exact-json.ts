/** A number whose digits a JavaScript number does not hold, such as a seed beyond 2^53. */
export class ExactNumber {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

type Reviver = (
  this: unknown,
  key: string,
  value: unknown,
  context?: { readonly source?: string },
) => unknown;

const keepDigits: Reviver = (_key, value, context) => {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  return String(value) === context.source || Number.isSafeInteger(value) || /[.eE]/.test(context.source)
    ? value
    : new ExactNumber(context.source);
};

/** `JSON.parse`, with integers beyond 2^53 as `ExactNumber` where the browser tells how they were written. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, keepDigits as (this: unknown, key: string, value: unknown) => unknown);
}

/** `JSON.stringify` with two spaces, digits kept. */
export function printExact(value: unknown, indent = ''): string {
  const inner = `${indent}  `;
  if (value instanceof ExactNumber) return value.digits;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((each) => inner + printExact(each, inner)).join(',\n')}\n${indent}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) return '{}';
    const lines = entries.map(([key, each]) => `${inner}${JSON.stringify(key)}: ${printExact(each, inner)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  return JSON.stringify(value);
}
