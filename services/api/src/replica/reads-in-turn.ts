import type { Pool, Queryable } from '@taskfold/database';
import type { FairTurns } from '../shares/fair-turns.ts';
import type { Replica } from './replica.ts';

/** @param at what the read has to see, where it knows; else all that is committed when it is asked for */
export type ReadInTurn = <Result>(
  tenantId: string,
  ask: (database: Queryable) => Promise<Result>,
  at?: Parameters<Replica['read']>[2]['at'],
) => Promise<Result>;

export interface ReadsInTurnOptions {
  readonly turns: FairTurns;
  readonly primary: Queryable;
  readonly replica: { readonly replica: Pick<Replica, 'read'>; readonly pool: Pick<Pool, 'connect'> } | null;
}

/** How long a read waits for a replica that replays what the primary has just committed: that takes a few milliseconds. */
const CATCH_UP_MS = 20;

/** Reads of tenants, by turns: of the replica where there is one that is as far as it must be, else of the primary. */
export function readsInTurn({ turns, primary, replica }: ReadsInTurnOptions): ReadInTurn {
  if (replica === null) return (tenantId, ask) => turns.run(tenantId, () => ask(primary));
  const { pool } = replica;
  return (tenantId, ask, at) =>
    turns.run(tenantId, () =>
      replica.replica.read(ask, primary, at === undefined ? { pool, waitMs: CATCH_UP_MS } : { pool, at }),
    );
}
