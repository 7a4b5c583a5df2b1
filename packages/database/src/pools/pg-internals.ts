import pg from 'pg';

/** The parts of pg that its types leave out, as 8.x has them: how a query talks to its connection. */

export interface WireConnection {
  query(text: string): void;
  parse(statement: { readonly text: string }): void;
  bind(portal: object): void;
  execute(portal: object): void;
  readonly parsedStatements: Record<string, string | undefined>;
}

interface WireQuery {
  text: string;
  name: string | undefined;
  callback: ((error: Error | null, result?: unknown) => void) | undefined;
  requiresPreparation(): boolean;
  hasBeenParsed(connection: WireConnection): boolean | string | undefined;
  /** @returns what speaks against it */
  submit(connection: WireConnection): Error | null;
  prepare(connection: WireConnection): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: WireConnection): void;
  handleError(error: Error, connection: WireConnection): void;
}

/** What `client.query` takes in place of a text: a query of its own kind, such as a COPY. */
export interface Submittable {
  submit(connection: WireConnection): unknown;
}

export interface WireClient {
  query(config: unknown, values?: unknown, callback?: unknown): unknown;
  /** `I` between transactions, `T` within one, `E` within one that failed; null before the connection is ready. */
  getTransactionStatus(): string | null;
}

type WireQueryConstructor = new (config: unknown, values?: unknown, callback?: unknown) => WireQuery;

export const PgQuery: WireQueryConstructor = pg.Query as unknown as WireQueryConstructor;

export function wireOf(client: pg.ClientBase): WireClient {
  return client as unknown as WireClient;
}
