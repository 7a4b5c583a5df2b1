import { taskKey } from '@taskfold/contract';
import { createPool, createProjectionStore, type Pool } from '@taskfold/database';
import { createTestDatabase } from '@taskfold/database/testing';
import type { TaskState } from '@taskfold/fold';
import {
  createKafkaClient,
  decodeRecord,
  encodeBinary,
  encodeStructured,
  type KafkaClient,
  type LogPosition,
  type LogRecord,
  type OutgoingEvent,
  type OutgoingRecord,
} from '@taskfold/kafka';
import { createTestTopic, testConnection, testKafka } from '@taskfold/kafka/testing';
import { createLogger } from '@taskfold/runtime';
import { expect, onTestFinished } from 'vitest';
import { foldRecords } from '../fold/chunk/fold-records.ts';
import { readTopic } from './read-topic.ts';

export interface Workbench {
  readonly topic: string;
  readonly env: Readonly<Record<string, string>>;
  readonly kafka: KafkaClient;
  /** Of the superuser. */
  readonly pool: Pool;
  publish(events: readonly OutgoingEvent[]): Promise<LogPosition[]>;
  publishRecords(records: readonly OutgoingRecord[]): Promise<LogPosition[]>;
  /** Everything in the log, partition by partition. */
  readLog(): Promise<LogRecord[]>;
  /** Waits until the checkpoints have reached the end of the log. */
  caughtUp(): Promise<void>;
  /**
   * Holds tasks, timeline and changes against a fold of the whole log that shares nothing with the processor's run.
   *
   * @param mayHaveGaps whether commits may have been lost, or never acknowledged: then positions leave some out
   */
  expectProjectionToBeTheFoldOfTheLog(mayHaveGaps?: boolean): Promise<void>;
}

const PARTITIONS = 3;

/**
 * A topic and a database for one test, gone at its end.
 *
 * @param brokers of a Kafka that asks nobody who comes; the Kafka of all integration tests unless another is given
 * @param postgresUrl of the superuser; the PostgreSQL of all integration tests unless another is given
 */
export async function createWorkbench(brokers?: string, postgresUrl?: string): Promise<Workbench> {
  const kafkaEnvironment = brokers === undefined ? testKafka() : { KAFKA_BROKERS: brokers };
  const [{ name: topic, drop: dropTopic }, { url, env: databaseEnvironment, drop }] = await Promise.all([
    createTestTopic({ kafka: kafkaEnvironment, partitions: PARTITIONS }),
    createTestDatabase(postgresUrl),
  ]);
  const logger = createLogger({ service: 'test', level: 'silent' });
  const kafka = createKafkaClient({ ...testConnection(kafkaEnvironment), logger });
  const pool = createPool({ url, applicationName: 'test' });
  const producer = kafka.producer();
  const admin = kafka.admin();
  onTestFinished(async () => {
    await kafka.close();
    await pool.end();
    await Promise.all([dropTopic(), drop()]);
  });
  const publishRecords = (records: readonly OutgoingRecord[]) => producer.send(topic, records);

  const readLog = () => readTopic(kafka, topic);

  return {
    topic,
    env: {
      ROLES: 'fold',
      ...databaseEnvironment,
      ...kafkaEnvironment,
      TOPIC_EVENTS: topic,
      KAFKA_GROUP_ID: topic,
    },
    kafka,
    pool,
    publishRecords,
    publish: (events) =>
      publishRecords(
        events.map((event, index) => (index % 2 === 0 ? encodeStructured : encodeBinary)(event)),
      ),
    readLog,
    async caughtUp() {
      await expect
        .poll(
          async () => {
            const { rows } = await pool.query<{ kafka_partition: number; next_offset: number }>(
              'SELECT kafka_partition, next_offset FROM checkpoints',
            );
            const folded = new Map(rows.map((row) => [row.kafka_partition, row.next_offset]));
            const offsets = await admin.offsets(topic);
            return offsets.every(({ partition, high }) => (folded.get(partition) ?? 0) >= high);
          },
          { timeout: 40_000, interval: 50 },
        )
        .toBe(true);
    },
    async expectProjectionToBeTheFoldOfTheLog(mayHaveGaps = false) {
      const decoded = (await readLog()).map((record) => ({
        record,
        decoded: decodeRecord(record, { partitionCount: PARTITIONS, partitioner: 'murmur2' }),
      }));
      const expected = new Map<string, TaskState>();
      const stored = new Map<string, TaskState>();
      const store = createProjectionStore({ pool, projection: 'main', topic });
      const timeline = new Map<string, string>();
      const deadLetters = new Set<string>();
      for (const [partition, records] of Map.groupBy(decoded, ({ record }) => record.partition)) {
        const { states, writes } = foldRecords(records, new Map(), { partition, firstPosition: 0 });
        for (const [key, state] of states) if (state.revision > 0) expected.set(key, state);
        const found = await store.transaction(async (transaction) => ({
          kind: 'read',
          ...(await transaction.loadStates(partition, [...states.keys()])),
        }));
        for (const [key, state] of found.states) stored.set(key, state);
        for (const entry of writes.timeline) {
          timeline.set(
            `${entry.partition}:${entry.offset}`,
            `${taskKey(entry)} ${entry.disposition} r${entry.revision}`,
          );
        }
        for (const { record } of writes.deadLetters) deadLetters.add(`${record.partition}:${record.offset}`);
      }
      expect(new Map([...stored].sort())).toEqual(new Map([...expected].sort()));
      const count = await pool.query<{ count: number }>('SELECT count(*) AS count FROM tasks');
      expect(count.rows[0]?.count).toBe(expected.size);
      const entries = await pool.query<Record<string, string | number>>('SELECT * FROM timeline');
      const written = entries.rows.map(
        (row) =>
          [
            `${row.kafka_partition}:${row.log_offset}`,
            `${row.tenant_id}/${row.task_id} ${row.disposition} r${row.revision}`,
          ] as const,
      );
      expect(new Map(written)).toEqual(timeline);
      expect(written.length).toBe(timeline.size);
      const dead = await pool.query<Record<string, number>>(
        'SELECT kafka_partition, log_offset FROM dead_letters',
      );
      expect(new Set(dead.rows.map((row) => `${row.kafka_partition}:${row.log_offset}`))).toEqual(
        deadLetters,
      );
      await expectChangesToTell(pool, expected, mayHaveGaps);
    },
  };
}

/** Positions that rise, without a gap, revisions that rise, and the newest of each task. */
async function expectChangesToTell(
  pool: Pool,
  states: ReadonlyMap<string, TaskState>,
  mayHaveGaps: boolean,
): Promise<void> {
  const { rows } = await pool.query<{
    kafka_partition: number;
    position: number;
    tenant_id: string;
    task_id: string;
    revision: number;
  }>('SELECT * FROM changes ORDER BY kafka_partition, position');
  const newest = new Map<string, number>();
  for (const changes of Map.groupBy(rows, (row) => row.kafka_partition).values()) {
    const positions = changes.map(({ position }) => position);
    expect(new Set(positions).size).toBe(positions.length);
    if (!mayHaveGaps) expect(positions).toEqual(changes.map((_change, index) => index));
    for (const { tenant_id, task_id, revision } of changes) {
      const key = `${tenant_id}/${task_id}`;
      expect(revision).toBeGreaterThan(newest.get(key) ?? 0);
      newest.set(key, revision);
    }
  }
  const visible = [...states].filter(([, { creation }]) => creation !== null);
  expect(newest).toEqual(new Map(visible.map(([key, { revision }]) => [key, revision])));
}

let counter = 0;

/** A life of a task from creation to its end, in order. */
export function lifeOf(taskId: string, tenantid = 'acme'): OutgoingEvent[] {
  const event = (type: string, data: unknown = {}): OutgoingEvent => ({
    id: `${taskId}-${type}-${counter++}`,
    source: '/test',
    type,
    time: new Date(Date.UTC(2026, 10, 1) + counter * 1000).toISOString(),
    subject: taskId,
    tenantid,
    data,
  });
  return [
    event('task.created', { capability: 'image.generate', model: 'm', input: { prompt: 'x' } }),
    event('task.started', { attempt: 1 }),
    event('task.progressed', { percent: 40, stage: 'draw' }),
    event('task.usage_recorded', { image_count: 1, lines: [] }),
    event('task.charged', { entry_id: 'c1', amount_credits: '12.5' }),
    event('task.succeeded', { output: { url: 'https://example.com/a.png' } }),
  ];
}
