import type { ClientBase } from 'pg';

/** A statement whose parameters are ready. */
export type Statement = (client: ClientBase) => Promise<void>;

/** @param name that it is prepared under */
export function statementOf(name: string, text: string, values: unknown[]): Statement {
  return async (client) => {
    await client.query({ name, text, values });
  };
}

/**
 * Runs statements in their order, and makes the parameters of the next one ready while the database works on the one
 * before: the two take about as long as each other.
 *
 * @param statements are asked for one by one
 * @throws what the first one that fails throws; none follows it
 */
export async function runStatements(client: ClientBase, statements: Iterable<Statement>): Promise<void> {
  let running = Promise.resolve();
  for (const statement of statements) {
    await running;
    running = statement(client);
    // The failure is found by whoever waits next; until then nobody may have listened.
    running.catch(() => {});
  }
  await running;
}
