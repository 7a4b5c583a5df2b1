import { createPool, type Pool } from '@taskfold/database';
import { measureRate, type Rate } from '../rate.ts';
import type { ConnectWorker } from './connect/connect-worker.ts';
import { createTable, visibleEvents } from './flat-records.ts';

const POLL_MS = 20;

export interface SinkWork {
  readonly databaseUrl: string;
  readonly topic: string;
  readonly total: number;
  /** Name of the connector and of its new table. */
  readonly name: string;
  /** Tasks among the last to succeed. */
  readonly lastTasks: readonly string[];
}

/** The best configuration that was found in fifty runs of this work. */
function connectorSettings({ databaseUrl, topic, name }: SinkWork): Record<string, string> {
  const url = new URL(databaseUrl);
  return {
    'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
    'tasks.max': '3',
    topics: topic,
    'collection.name.format': name,
    'insert.mode': 'upsert',
    'primary.key.mode': 'record_value',
    'primary.key.fields': 'task_id',
    'schema.evolution': 'none',
    'batch.size': '3000',
    'use.reduction.buffer': 'true',
    'dialect.postgres.unnest.insert.enabled': 'true',
    'connection.url': `jdbc:postgresql://${url.host}${url.pathname}?reWriteBatchedInserts=true`,
    'connection.username': decodeURIComponent(url.username),
    'connection.password': decodeURIComponent(url.password),
    'consumer.override.max.poll.records': '3000',
    'consumer.override.max.partition.fetch.bytes': '4194304',
    'consumer.override.fetch.min.bytes': '500000',
    'consumer.override.auto.offset.reset': 'earliest',
  };
}

/**
 * Events a second that the sink writes into a table of its own, a new consumer group each time.
 *
 * @throws when the connector fails, with its reason
 */
export async function rateOfSink(worker: ConnectWorker, work: SinkWork): Promise<Rate> {
  const pool = createPool({ url: work.databaseUrl, max: 1, applicationName: 'bench' });
  try {
    await pool.query(createTable(work.name));
    await worker.create(work.name, connectorSettings(work));
    let polls = 0;
    const visible = visibleIn(pool, work);
    return await measureRate(
      async () => {
        const failure = polls++ % 50 === 0 ? await worker.failure(work.name) : null;
        if (failure !== null) throw new Error(`the Debezium sink failed: ${failure}`);
        return await visible();
      },
      work.total,
      POLL_MS,
    );
  } finally {
    await worker.remove(work.name).catch(() => {});
    await pool.end();
  }
}

/**
 * To count the events of the table takes a core for a while, so between the first and the last only the tasks that
 * succeed last are looked at.
 */
function visibleIn(pool: Pool, { name, total, lastTasks }: SinkWork): () => Promise<number> {
  const succeeded = `SELECT count(*)::int8 AS count FROM ${name} WHERE task_id = ANY($1) AND status = 'succeeded'`;
  let first = 0;
  return async () => {
    if (first > 0) {
      const { rows } = await pool.query<{ count: number }>(succeeded, [lastTasks]);
      if (rows[0]?.count !== lastTasks.length) return first;
    }
    const { rows } = await pool.query<{ count: number }>(visibleEvents(name));
    first ||= rows[0]?.count ?? 0;
    return Math.min(rows[0]?.count ?? 0, total);
  };
}
