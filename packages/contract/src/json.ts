/** Any value that JSON can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/**
 * The text of JSON as a producer sent it, whose numbers keep every digit: it is stored and answered without
 * ever passing through a JavaScript number. Free of what Postgres refuses (`\u0000`, lone surrogates).
 */
export type JsonText = string & { readonly __brand: 'JsonText' };
