import { randomBytes } from 'node:crypto';
import { createPool, type Pool } from '@taskfold/database';
import { type Child, startChild } from '../environment/child.ts';
import { measureRate, type Rate } from './rate.ts';

export interface Work {
  readonly databaseUrl: string;
  readonly brokers: string;
  readonly topic: string;
  /** Events that are to become visible. */
  readonly total: number;
  readonly partitionsAtOnce: number;
  /** Of our process; the fold alone where absent, which is what the others do. */
  readonly roles?: string;
  /** Consumer group of our process; one for each topic where absent. */
  readonly group?: string;
  /** Records of a chunk of our process at most; as it comes where absent. */
  readonly chunkMaxRecords?: number;
  /** Port of our process's metrics; a free one where absent. */
  readonly adminPort?: number;
  /** Options of Node for our process; those of this one where absent. */
  readonly nodeOptions?: string;
}

/** What a process of either kind reads from its environment. */
export const envOf = ({ databaseUrl, brokers, topic, partitionsAtOnce }: Work) => ({
  DATABASE_URL: databaseUrl,
  KAFKA_BROKERS: brokers,
  TOPIC_EVENTS: topic,
  TOPIC_UPDATES: `${topic}.updates`,
  TOPIC_DEAD: `${topic}.dead`,
  PARTITIONS_AT_ONCE: String(partitionsAtOnce),
});

/** The processor as it is shipped. The caller disposes of it. */
export function startOurs(work: Work): Child {
  return startChild('services/processor/src/main.ts', {
    ...envOf(work),
    ROLES: work.roles ?? 'fold',
    KAFKA_GROUP_ID: work.group ?? `ours-${work.topic}`,
    ...(work.roles?.includes('callbacks') && {
      CALLBACK_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    }),
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    ADMIN_PORT: String(work.adminPort ?? 0),
    ...(work.chunkMaxRecords !== undefined && { CHUNK_MAX_RECORDS: String(work.chunkMaxRecords) }),
    ...(work.nodeOptions !== undefined && { NODE_OPTIONS: work.nodeOptions }),
  });
}

/** How many records are folded, all partitions together. */
const FOLDED = 'SELECT coalesce(sum(next_offset), 0)::int8 AS count FROM checkpoints';

export async function foldedRecords(pool: Pool): Promise<number> {
  return (await pool.query<{ count: number }>(FOLDED)).rows[0]?.count ?? 0;
}

/** @param already what was folded before */
export async function rateOfOurs(work: Work, already = 0): Promise<Rate> {
  await using _child = startOurs(work);
  return await untilFolded(work, already);
}

/** Waits until the running processor has folded `work.total`. @param already what was folded when it was started */
export async function untilFolded(work: Work, already = 0): Promise<Rate> {
  return await untilVisible(work, `${FOLDED} HAVING sum(next_offset) > ${already}`, 20, already);
}

export async function rateOfBaseline(script: string, work: Work): Promise<Rate> {
  await using _child = startChild(`bench/src/processor/baselines/${script}`, envOf(work));
  return await untilVisible(work, 'SELECT coalesce(sum(revision), 0)::int8 AS count FROM tasks', 100);
}

async function untilVisible(work: Work, query: string, pollMs: number, already = 0): Promise<Rate> {
  const pool = createPool({ url: work.databaseUrl, max: 1, applicationName: 'bench' });
  const visible = async () => {
    // Before the processor has made its checkpoints there is nothing to count.
    const count = (await pool.query<{ count: number }>(query)).rows[0]?.count ?? already;
    return count - already;
  };
  try {
    return await measureRate(visible, work.total - already, pollMs);
  } finally {
    await pool.end();
  }
}
