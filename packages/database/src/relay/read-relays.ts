import type { Instant } from '@taskfold/contract';
import type { Queryable } from '../pools/create-pool.ts';
import { type RelayLag, readRelayLag } from './read-relay-lag.ts';
import { RELAY_LEASE } from './relay-lease.ts';

/** How the updates get to one topic. */
export interface RelayState {
  readonly topic: string;
  /** Who publishes to it, or was the last to; null where nobody ever did. */
  readonly lease: {
    /** A token that the process drew, also in its log. */
    readonly holder: string;
    readonly epoch: number;
    readonly beganAt: Instant;
    readonly expiresAt: Instant;
    /** Whether it still stands, by the database's clock. */
    readonly isHeld: boolean;
  } | null;
  readonly lag: readonly RelayLag[];
}

interface Row {
  readonly topic: string;
  readonly holder: string | null;
  readonly epoch: number | null;
  readonly began_at: Instant | null;
  readonly expires_at: Instant | null;
  readonly is_held: boolean | null;
}

const SELECT = `
  SELECT t.topic, l.holder, l.epoch, l.began_at, l.expires_at, l.expires_at > clock_timestamp() AS is_held
  FROM (SELECT DISTINCT topic FROM relay_positions) AS t
  LEFT JOIN leases AS l ON l.name = '${RELAY_LEASE}' || t.topic
  ORDER BY t.topic`;

/** The relay to each topic that was ever published to. */
export async function readRelays(pool: Queryable): Promise<RelayState[]> {
  const { rows } = await pool.query<Row>(SELECT);
  return await Promise.all(
    rows.map(async (row) => ({
      topic: row.topic,
      lease: leaseOf(row),
      lag: await readRelayLag(pool, row.topic),
    })),
  );
}

function leaseOf(row: Row): RelayState['lease'] {
  const { holder, epoch, began_at: beganAt, expires_at: expiresAt, is_held: isHeld } = row;
  if (holder === null || epoch === null || beganAt === null || expiresAt === null) return null;
  return { holder, epoch, beganAt, expiresAt, isHeld: isHeld ?? false };
}
