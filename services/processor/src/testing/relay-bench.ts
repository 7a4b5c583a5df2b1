import { type TaskUpdated, TOPICS, taskUpdated } from '@taskfold/contract';
import { createTaskReader } from '@taskfold/database';
import { renderTask } from '@taskfold/fold';
import type { LogRecord } from '@taskfold/kafka';
import { createTestTopic } from '@taskfold/kafka/testing';
import { expect, onTestFinished } from 'vitest';
import { readTopic } from './read-topic.ts';
import { createWorkbench, type Workbench } from './workbench.ts';

export interface Update {
  readonly record: LogRecord;
  readonly event: TaskUpdated;
  /** The envelope as it stands in the record. */
  readonly dataText: string;
}

export interface RelayBench extends Workbench {
  readonly updatesTopic: string;
  readonly deadTopic: string;
  /** All of them, in the order of the log; each is held against the contract. */
  readUpdates(): Promise<Update[]>;
  readDeadLetters(): Promise<LogRecord[]>;
  /** Waits until all changes and dead letters are published. */
  published(): Promise<void>;
  /** Holds the newest update of every visible task against what the API would answer. */
  expectNewestToBeWhatTheApiAnswers(): Promise<void>;
}

/** A workbench with topics for updates and dead letters, whose `env` is for all roles. */
export async function createRelayBench({
  maxBytes,
  brokers,
  postgresUrl,
}: {
  /** Of a record of the updates topic. */
  readonly maxBytes?: number;
  readonly brokers?: string;
  readonly postgresUrl?: string;
} = {}): Promise<RelayBench> {
  const ofBrokers = brokers === undefined ? undefined : { KAFKA_BROKERS: brokers };
  const limit = maxBytes === undefined ? {} : { 'max.message.bytes': String(maxBytes) };
  const [bench, updates, dead] = await Promise.all([
    createWorkbench(brokers, postgresUrl),
    createTestTopic({ kafka: ofBrokers, config: { 'cleanup.policy': 'compact', ...limit } }),
    createTestTopic({
      kafka: ofBrokers,
      partitions: 1,
      config: { 'max.message.bytes': TOPICS.dead.config['max.message.bytes'] },
    }),
  ]);
  onTestFinished(async () => {
    await Promise.all([updates.drop(), dead.drop()]);
  });
  const { kafka, pool } = bench;
  const readUpdates = async () => (await readTopic(kafka, updates.name)).map(toUpdate);

  return {
    ...bench,
    updatesTopic: updates.name,
    deadTopic: dead.name,
    env: {
      ...bench.env,
      ROLES: 'fold,relay',
      TOPIC_UPDATES: updates.name,
      TOPIC_DEAD: dead.name,
      RELAY_LEASE_MS: '2000',
      ...(maxBytes === undefined ? {} : { UPDATE_MAX_BYTES: String(maxBytes) }),
    },
    readUpdates,
    readDeadLetters: () => readTopic(kafka, dead.name),
    async published() {
      const waiting = async () => {
        const { rows } = await pool.query<{ waiting: number }>(
          `SELECT (SELECT coalesce(sum(next_position), 0) FROM checkpoints)
             - (SELECT coalesce(sum(next_position), 0) FROM relay_positions WHERE topic = $1)
             + (SELECT count(*) FROM dead_letters WHERE published_at IS NULL) AS waiting`,
          [updates.name],
        );
        return Number(rows[0]?.waiting);
      };
      await expect.poll(waiting, { timeout: 40_000, interval: 50 }).toBe(0);
    },
    async expectNewestToBeWhatTheApiAnswers() {
      const newest = new Map((await readUpdates()).map((update) => [String(update.record.key), update]));
      const { rows } = await pool.query<{ tenant_id: string; task_id: string }>(
        'SELECT tenant_id, task_id FROM tasks WHERE created_at IS NOT NULL',
      );
      const reader = createTaskReader(pool);
      const answers = await Promise.all(
        rows.map(async ({ tenant_id, task_id }) => {
          const view = await reader.get(tenant_id, task_id);
          return [`${tenant_id}/${task_id}`, view === null ? '' : renderTask(view)] as const;
        }),
      );
      expect(new Map([...newest].map(([key, { dataText }]) => [key, dataText]))).toEqual(new Map(answers));
    },
  };
}

function toUpdate(record: LogRecord): Update {
  const text = String(record.value);
  const event = taskUpdated.strict().parse(JSON.parse(text));
  expect(String(record.key)).toBe(`${event.tenantid}/${event.subject}`);
  expect(event.data).toMatchObject({ task_id: event.subject, revision: event.revision });
  const begin = text.indexOf(',"data":') + ',"data":'.length;
  return { record, event, dataText: text.slice(begin, -1) };
}
