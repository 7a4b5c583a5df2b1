// What Node has of ECMAScript's proposal "JSON.parse source text access", and the typings do not know yet.
declare global {
  interface JSON {
    rawJSON(text: string): unknown;
    parse(
      text: string,
      reviver: (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown;
  }
}

/**
 * JSON as a value that `JSON.stringify` writes with every digit that its numbers came with: inputs and outputs of tasks keep
 * the seeds and ids in them. A number that JavaScript would write otherwise stands as an object; it is for printing alone.
 *
 * @throws SyntaxError where the text is no JSON
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source
      ? JSON.rawJSON(source)
      : value,
  );
}
