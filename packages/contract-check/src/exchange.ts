/** Names in small letters, as Node gives them. */
export type HeaderFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One request and its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly requestHeaders: HeaderFields;
  readonly requestBody: string;
  readonly status: number;
  readonly headers: HeaderFields;
  readonly body: string;
  /** False where one side went away before the answer had ended: what is there of it is checked. */
  readonly complete: boolean;
}

/** The media type of a message, without its parameters. */
export function bodyTypeOf(headers: HeaderFields): string | undefined {
  return fieldOf(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase();
}

export function fieldOf(headers: HeaderFields, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'object' ? value.join(', ') : value;
}
