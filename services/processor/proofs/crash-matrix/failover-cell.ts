import { createPool, type Pool } from '@taskfold/database';
import { expect, onTestFinished } from 'vitest';
import { isReady } from '../../src/testing/admin-port.ts';
import { replayOptions } from '../../src/testing/replay-options.ts';
import { verify } from '../../src/verify/verify.ts';
import { callbackEnv } from './callback-env.ts';
import { cell, type Environment } from './cell.ts';
import { startPair } from './failover.ts';
import { startLoad } from './load.ts';
import { startReceiver } from './receiver.ts';
import type { Servers } from './servers.ts';

/** What is known of the topic when the primary dies. */
interface Standing {
  /** By partition, the first offset that is not folded. */
  readonly folded: ReadonlyMap<number, number>;
  /** Changes that were published, of all partitions. */
  readonly published: number;
}

export interface FailOverOptions {
  /** Whether the processors are killed with the primary, and others start when the standby has taken over. */
  readonly restarts: boolean;
  /** Whether events come at that time and afterwards: without them nothing but the processors themselves can notice. */
  readonly underLoad: boolean;
}

/**
 * PostgreSQL is failed over to a standby that lacks commits: of events that were folded, offsets that the group knows, updates
 * that were published, and callers that were told.
 */
export async function failedOver(
  { brokers }: Pick<Servers, 'brokers'>,
  { restarts, underLoad }: FailOverOptions,
  environment?: Environment,
): Promise<void> {
  const pair = await startPair();
  const it = await cell({ brokers, postgresUrl: pair.url }, environment);
  // Results of callbacks are events, too.
  const receiver = underLoad ? await startReceiver() : null;
  const groupId = it.groupId();
  const env = underLoad ? callbackEnv() : {};
  const start = () => [it.start(env, groupId), it.start(env, groupId)];
  const processors = start();
  await Promise.all(processors.map((processor) => isReady(processor)));

  const load = startLoad(it, receiver);
  await load.more(100);
  await pair.standby.stopReceiving();
  await load.more(100);
  if (!underLoad) {
    await load.stop();
    await it.bench.caughtUp();
    await it.bench.published();
  }
  const group = await it.groupOffsets(groupId);
  const lost = await standingOf(it.bench.pool, it.bench.updatesTopic);
  const standby = poolOf(pair.standby.url, it.bench.env.DATABASE_URL);
  const left = await standingOf(standby, it.bench.updatesTopic);
  await standby.end();
  for (const [partition, offset] of left.folded) {
    expect(lost.folded.get(partition)).toBeGreaterThan(offset);
    expect(group.get(partition)).toBeGreaterThan(offset);
  }
  expect(lost.published).toBeGreaterThan(left.published);

  if (restarts) await Promise.all(processors.map((processor) => processor.kill()));
  await pair.failOver();
  if (restarts) start();
  if (underLoad) {
    await load.more(100);
    await load.stop();
  }
  await it.callersTold();
  await it.expectNothingShows();
  await load.expectEveryLifeToBeRight();
  expect(await verify(replayOptions(it.bench.env), 10)).toEqual({ count: 0, differences: [] });
  await it.expectGroupToBeBehind(groupId);
}

/** Of the same database of another server. */
function poolOf(serverUrl: string, databaseUrl = ''): Pool {
  const url = new URL(serverUrl);
  url.pathname = new URL(databaseUrl).pathname;
  const pool = createPool({ url: url.href, applicationName: 'test', max: 1 });
  onTestFinished(() => void pool.end().catch(() => {}));
  return pool;
}

async function standingOf(pool: Pool, updatesTopic: string): Promise<Standing> {
  const folded = await pool.query<{ kafka_partition: number; next_offset: number }>(
    'SELECT kafka_partition, next_offset FROM checkpoints',
  );
  const published = await pool.query<{ published: number }>(
    'SELECT sum(next_position)::float8 AS published FROM relay_positions WHERE topic = $1',
    [updatesTopic],
  );
  return {
    folded: new Map(folded.rows.map((row) => [row.kafka_partition, row.next_offset])),
    published: published.rows[0]?.published ?? 0,
  };
}
