import type { Queryable } from '@taskfold/database';

type AcquiredLease =
  /** `epoch` rises with every new holder. */
  | { readonly kind: 'acquired'; readonly epoch: number }
  /** Another has it; milliseconds until it runs out, unless it is renewed. */
  | { readonly kind: 'held'; readonly forMs: number };

/** Who may do work that one process at a time may do. Only the database's clock decides when a lease has run out. */
export interface LeaseStore {
  /** Takes the lease where nobody has it, or where it has run out. */
  acquire(name: string, holder: string, ttlMs: number): Promise<AcquiredLease>;
  /** `lost`: another has taken it. One that ran out and was taken by nobody is renewed all the same. */
  renew(name: string, holder: string, ttlMs: number): Promise<'renewed' | 'lost'>;
  /** Gives it back, so that the next need not wait. Nothing happens where another has it. */
  release(name: string, holder: string): Promise<void>;
}

// SQL: one statement by the database's clock, which Prisma cannot say.
const ACQUIRE = `
  INSERT INTO leases (name, holder, expires_at) VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, epoch = leases.epoch + 1, began_at = clock_timestamp(),
    expires_at = clock_timestamp() + make_interval(secs => $3)
  WHERE leases.expires_at <= clock_timestamp()
  RETURNING epoch`;

const REMAINING = `
  SELECT greatest(0, extract(epoch FROM expires_at - clock_timestamp()) * 1000)::float8 AS for_ms
  FROM leases WHERE name = $1`;

const RENEW = `
  UPDATE leases SET expires_at = clock_timestamp() + make_interval(secs => $3) WHERE name = $1 AND holder = $2`;

const RELEASE = 'UPDATE leases SET expires_at = clock_timestamp() WHERE name = $1 AND holder = $2';

/** Leases as rows of the table `leases`. A holder is a UUID that is drawn anew for every attempt to lead. */
export function createLeaseStore(pool: Queryable): LeaseStore {
  return {
    async acquire(name, holder, ttlMs) {
      const acquired = await pool.query<{ epoch: number }>(ACQUIRE, [name, holder, ttlMs / 1000]);
      const [row] = acquired.rows;
      if (row !== undefined) return { kind: 'acquired', epoch: row.epoch };
      const remaining = await pool.query<{ for_ms: number }>(REMAINING, [name]);
      return { kind: 'held', forMs: remaining.rows[0]?.for_ms ?? 0 };
    },
    async renew(name, holder, ttlMs) {
      const { rowCount } = await pool.query(RENEW, [name, holder, ttlMs / 1000]);
      return rowCount === 1 ? 'renewed' : 'lost';
    },
    async release(name, holder) {
      await pool.query(RELEASE, [name, holder]);
    },
  };
}
