import { setTimeout as wait } from 'node:timers/promises';
import { TOPICS } from '@taskfold/contract';
import type { Pool } from '@taskfold/database';
import type { KafkaClient } from '@taskfold/kafka';
import type { Held } from './observers/held.ts';
import type { UpdatesObserver } from './observers/watch-updates.ts';

export interface SettleOptions {
  readonly kafka: KafkaClient;
  readonly pool: Pool;
  readonly updates: UpdatesObserver;
  /** Of those who hear of every task. */
  readonly feeds: readonly Held[];
  /** How long it may take: with nothing broken, and nothing published any more. */
  readonly timeoutMs: number;
}

const INTERVAL_MS = 250;
/** Who has heard nothing for so long has heard all that there was. */
const QUIET_MS = 3000;

/**
 * Waits until all is folded, published, and told.
 *
 * @returns what was still under way when the time was up; null where nothing was
 */
export async function settle({ timeoutMs, ...options }: SettleOptions): Promise<string | null> {
  const until = performance.now() + timeoutMs;
  let left: string | null = 'nothing is known';
  let told = -1;
  let quietSince = performance.now();
  while (performance.now() < until) {
    left = await underWay(options).catch((error) => `it cannot be seen what is under way: ${String(error)}`);
    const now = options.feeds.reduce((sum, { count }) => sum + count, 0);
    if (now !== told || left !== null) quietSince = performance.now();
    told = now;
    if (left === null && performance.now() - quietSince > QUIET_MS) return null;
    await wait(INTERVAL_MS);
  }
  return left ?? 'the feed still tells of changes';
}

async function underWay({ kafka, pool, updates }: Omit<SettleOptions, 'timeoutMs'>): Promise<string | null> {
  const admin = kafka.admin();
  try {
    const { rows } = await pool.query<{ kafka_partition: number; next_offset: number }>(
      'SELECT kafka_partition, next_offset::float8 AS next_offset FROM checkpoints WHERE topic = $1',
      [TOPICS.events.name],
    );
    const folded = new Map(rows.map((row) => [row.kafka_partition, row.next_offset]));
    const behind = (await admin.offsets(TOPICS.events.name)).reduce(
      (sum, { partition, high }) => sum + Math.max(0, high - (folded.get(partition) ?? 0)),
      0,
    );
    if (behind > 0) return `${behind} records are not folded`;
    const waiting = await pool.query<{ deliveries: number; outbox: number; changes: number }>(
      `SELECT (SELECT count(*) FROM deliveries WHERE state <> 'delivered')::float8 AS deliveries,
         (SELECT count(*) FROM event_outbox)::float8 AS outbox,
         ((SELECT coalesce(sum(next_position), 0) FROM checkpoints)
           - (SELECT coalesce(sum(next_position), 0) FROM relay_positions WHERE topic = $1))::float8 AS changes`,
      [TOPICS.updates.name],
    );
    for (const [what, count] of Object.entries(waiting.rows[0] ?? {})) {
      if (count !== 0) return `${count} ${what} wait`;
    }
    const unread = (await admin.offsets(TOPICS.updates.name)).flatMap(({ partition, high }) => {
      const count = high - (updates.reached.get(partition) ?? 0);
      return count > 0 ? [`${count} of partition ${partition}`] : [];
    });
    return unread.length > 0 ? `updates are not read: ${unread.join(', ')}` : null;
  } finally {
    await admin.close();
  }
}
