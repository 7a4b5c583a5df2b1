import { setTimeout as delay } from 'node:timers/promises';
import { areHeld, type Heads, type ProjectionOf, type Queryable } from '@taskfold/database';
import { failureOf } from '@taskfold/runtime';
import pg, { type Pool, type PoolClient } from 'pg';

export interface ReadAtReplicaOptions<Result> {
  /** Of the replica. */
  readonly pool: Pick<Pool, 'connect'>;
  readonly of: ProjectionOf;
  /** What the replica must show; asked of the primary meanwhile. Where that fails, the replica is of no use. */
  readonly wanted: Promise<Heads>;
  /** How long it may take the replica to get there. */
  readonly waitMs: number;
  readonly ask: (replica: Queryable) => Promise<Result>;
}

export type ReadAtReplica<Result> =
  | { readonly kind: 'read'; readonly result: Result }
  /** It is not as far, or no standby any more: nothing was asked. */
  | { readonly kind: 'behind' };

const AGAIN_MS = 2;
/** All statements see what the first one sees, which is how far the replica is; also where it is promoted in between. */
const BEGIN = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

interface Row {
  readonly kafka_partition: number;
  readonly next_offset: number;
  readonly next_position: number;
}

/**
 * Asks a replica in a transaction that has seen it to be as far as is wanted. Within one transaction, so that a pooler or an
 * address of several replicas cannot have another server answer.
 *
 * @throws whatever the replica fails with
 */
export async function readAtReplica<Result>(
  options: ReadAtReplicaOptions<Result>,
): Promise<ReadAtReplica<Result>> {
  const { pool, of, wanted, waitMs, ask } = options;
  // Without knowing what is wanted there is nothing to be had here.
  const known = wanted.catch(() => null);
  const client = await pool.connect();
  let failure: unknown;
  try {
    const look = heldStatement(of);
    let held = heldBy(await client.query(`${BEGIN}; ${look}`));
    const until = performance.now() + waitMs;
    const heads = await known;
    while (heads === null || !areHeld(held, heads)) {
      if (heads === null || performance.now() >= until) return { kind: 'behind' };
      await delay(AGAIN_MS);
      await client.query('COMMIT');
      held = heldBy(await client.query(`${BEGIN}; ${look}`));
    }
    return { kind: 'read', result: await ask(client) };
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    void giveBack(client, failure);
  }
}

/** One that is promoted holds nothing: from then on it goes its own way. */
function heldStatement({ projection, topic }: ProjectionOf): string {
  return `SELECT kafka_partition, next_offset, next_position FROM checkpoints
    WHERE projection = ${pg.escapeLiteral(projection)} AND topic = ${pg.escapeLiteral(topic)} AND pg_is_in_recovery()`;
}

/** @param answer of one statement or of several, of which the last counts */
function heldBy(answer: unknown): Heads {
  const { rows } = (Array.isArray(answer) ? answer.at(-1) : answer) as { readonly rows: readonly Row[] };
  return new Map(
    rows.map((row) => [
      row.kafka_partition,
      { nextOffset: row.next_offset, nextPosition: row.next_position },
    ]),
  );
}

/** Nobody waits for the end of a transaction that only read. A connection that failed is not used again. */
async function giveBack(client: PoolClient, failure: unknown): Promise<void> {
  let isBroken = failure !== undefined && failureOf(failure).endsReplica;
  try {
    if (!isBroken) await client.query('ROLLBACK');
  } catch {
    isBroken = true;
  }
  client.release(isBroken);
}
