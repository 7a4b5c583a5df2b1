import {
  type Heads,
  type Pool,
  type ProjectionOf,
  type Queryable,
  type ReadReplica,
  readHeads,
} from '@taskfold/database';
import { every, failureOf, type Logger } from '@taskfold/runtime';
import { checkReplica } from './check-replica.ts';
import { readAtReplica } from './read-at-replica.ts';
import { createReplicaLag } from './replica-lag.ts';
import { awayBy, type ReplicaStanding, STARTING } from './standing.ts';

export interface ReplicaOptions {
  /** Asked how far it is, once for every read. */
  readonly primary: Pool;
  /** Connections to the replica. */
  readonly replica: Pool;
  readonly of: ProjectionOf;
  readonly refusesLogin: boolean;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly intervalMs?: number;
  readonly behindMs?: number;
}

export interface ReplicaFigures {
  readonly used: boolean;
  /** Seconds; null before it had caught up for the first time. */
  readonly lagSeconds: number | null;
  /** Reads since the start: answered by the replica, and by the primary instead. */
  readonly reads: { readonly replica: number; readonly primary: number };
  /** Errors of the replica; each of those reads was answered by the primary. */
  readonly failures: number;
}

/**
 * A hot standby that reads may be answered by. The rule: a read gets nothing older than what the primary had committed when the
 * read was asked for. The primary is asked how far it is (its checkpoints) while the replica is asked for what is read, together
 * with how far that is; where the replica is not as far, the primary answers. So it cannot be told from the primary, whoever
 * reads, in whichever process, and however they came to know of a change.
 */
export interface Replica extends ReadReplica {
  /**
   * @param primary asked where the replica is not as far as it must be, or fails
   * @param options `at`: what has to be there, for reads that know; all that is committed otherwise
   */
  read<Result>(
    ask: (database: Queryable) => Promise<Result>,
    primary: Queryable,
    options: { readonly pool: Pick<Pool, 'connect'>; readonly at?: Heads; readonly waitMs?: number },
  ): Promise<Result>;
  readonly figures: ReplicaFigures;
  /**
   * Looks again and again whether it may be used, until the signal is aborted. Never rejects.
   *
   * @param onStanding told what becomes of reads, at the beginning and whenever it was looked at
   */
  run(signal: AbortSignal, onStanding?: (standing: ReplicaStanding) => void): Promise<void>;
}

export function createReplica(options: ReplicaOptions): Replica {
  const { primary, replica, of, refusesLogin, logger, intervalMs = 500, behindMs = 250 } = options;
  const lag = createReplicaLag();
  const reads = { replica: 0, primary: 0 };
  let failures = 0;
  let standing: ReplicaStanding = STARTING;
  let tell: (standing: ReplicaStanding) => void = () => {};

  function become(next: ReplicaStanding): void {
    const isOther = next.use !== standing.use;
    standing = next;
    tell(next);
    if (!isOther) return;
    if (next.use === 'used') logger.info(next.reason);
    else logger.warn({ use: next.use }, next.reason);
  }

  function failed(error: unknown): void {
    failures += 1;
    if (failureOf(error).endsReplica && standing.use === 'used') become(awayBy(error));
  }

  async function check(): Promise<void> {
    become(await checkReplica({ primary, replica, of, lag, refusesLogin, behindMs }));
  }

  return {
    get isUsed() {
      return standing.use === 'used';
    },
    of,
    wanted: () => readHeads(primary, of),
    pool: replica,
    async read(ask, database, { pool, at, waitMs = 0 }) {
      if (standing.use === 'used') {
        try {
          const wanted = at === undefined ? readHeads(primary, of) : Promise.resolve(at);
          const read = await readAtReplica({ pool, of, wanted, waitMs, ask });
          if (read.kind === 'read') {
            reads.replica += 1;
            return read.result;
          }
        } catch (error) {
          failed(error);
        }
      }
      const result = await ask(database);
      reads.primary += 1;
      return result;
    },
    answered(by, count) {
      reads[by] += count;
    },
    failed,
    get figures() {
      const ms = lag.ms(performance.now());
      return {
        used: standing.use === 'used',
        lagSeconds: ms === null ? null : ms / 1000,
        reads: { ...reads },
        failures,
      };
    },
    async run(signal, onStanding) {
      tell = onStanding ?? tell;
      tell(standing);
      // Where the primary is away reads fail by themselves, and nothing is known of the replica.
      await every(intervalMs, signal, check, () => {});
    },
  };
}
