import { setTimeout as wait } from 'node:timers/promises';
import { createPool } from '@taskfold/database';
import { createKafkaClient, type KafkaClient } from '@taskfold/kafka';
import { harmTopic, testConnection } from '@taskfold/kafka/testing';
import { createLogger } from '@taskfold/runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { structured } from './clients/foreign-record.ts';
import { createPlatformaticProducer, type ForeignProducer } from './clients/platformatic.ts';
import type { RunningService } from './harness/service.ts';
import { type System, startSystem } from './harness/system.ts';
import { wholeLife } from './histories/whole-life.ts';

const TOKEN = 'token-of-the-operators';
let system: System;
let api: RunningService;
let kafka: KafkaClient;
let producer: ForeignProducer;

beforeAll(async () => {
  system = await startSystem();
  [api] = await Promise.all([
    system.startApi({ OPERATOR_TOKEN: TOKEN }),
    system.startProcessor({ PARTITIONS_AT_ONCE: String(system.partitions) }),
  ]);
  const logger = createLogger({ service: 'end-to-end', level: 'silent' });
  kafka = createKafkaClient({ ...testConnection(system.kafka), logger });
  producer = createPlatformaticProducer(system.kafka, system.topic);
});
afterAll(async () => {
  await producer?.close();
  await kafka?.close();
  await system?.stop();
});

/** As far as the tests look at it. */
interface Answer {
  readonly key: string;
  readonly data: readonly {
    readonly lag_records: number | null;
    readonly halt: object | null;
  }[];
}

async function asOperator(path: string, init: RequestInit = {}) {
  const answer = await fetch(`${api.adminUrl}/operator/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  return { status: answer.status, body: (await answer.json()) as Answer };
}

async function publish(taskIds: readonly string[]): Promise<void> {
  await producer.send(taskIds.flatMap((taskId) => wholeLife('acme', taskId)).map(structured));
}

const many = (prefix: string) => Array.from({ length: 30 }, (_none, index) => `${prefix}_${index}`);

test('a tenant that an operator makes can be used at once, and nothing for operators is on the public port', async () => {
  const made = await asOperator('tenants', {
    method: 'POST',
    body: JSON.stringify({ tenant_id: 'acme', actor: 'ann' }),
  });
  expect(made).toMatchObject({ status: 201, body: { callback_secret: expect.stringMatching(/^whsec_/) } });
  const headers = { authorization: `Bearer ${made.body.key}` };
  expect((await fetch(`${api.url}/v1/tasks`, { headers })).status).toBe(200);
  const outside = await fetch(`${api.url}/operator/tenants`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect(outside.status).toBe(404);
});

/** Deletes what the processor has not read yet, while it waits for the lock with what it has. */
async function loseRecords(): Promise<void> {
  const pool = createPool({ url: system.databaseUrl, applicationName: 'end-to-end' });
  const holder = await pool.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM checkpoints FOR UPDATE');
  await publish(many('held'));
  const waiting =
    "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
  const waiters = async () => (await pool.query(waiting)).rowCount;
  // One fetch may hold only some of the partitions: those that it does not hold lose what was held, too.
  await expect.poll(waiters, { timeout: 20_000 }).toBeGreaterThan(0);
  // While a batch waits behind the one in hand, nothing more is fetched.
  await publish(many('ahead'));
  await wait(2000);
  await publish(many('lost'));
  const ends = await kafka.admin().offsets(system.topic);
  const below = new Map(ends.map(({ partition, high }) => [partition, high]));
  await harmTopic(system.topic, system.kafka).deleteRecordsBelow(below);
  await publish(many('later'));
  await holder.query('COMMIT');
  holder.release();
  await pool.end();
}

test('records that are lost halt the processor, and operators read what was seen and how to go on', async () => {
  await publish(many('first'));
  const partitions = async () => (await asOperator('partitions')).body.data;
  const folded = async () => (await partitions()).filter(({ lag_records }) => lag_records === 0);
  await expect.poll(async () => (await folded()).length, { timeout: 30_000 }).toBe(system.partitions);
  expect(await asOperator('halts')).toMatchObject({ status: 200, body: { data: [] } });

  await loseRecords();
  const halts = async () => (await asOperator('halts')).body.data;
  await expect.poll(async () => (await halts()).length, { timeout: 60_000 }).toBe(system.partitions);
  // Where the log ends is noted every second.
  const behind = async () => (await partitions()).filter(({ lag_records }) => (lag_records ?? 0) > 0).length;
  await expect.poll(behind, { timeout: 10_000 }).toBe(system.partitions);
  for (const { halt } of await halts()) {
    expect(halt).toEqual({
      reason: 'lost',
      halted_at: expect.stringMatching(/Z$/),
      message: expect.stringMatching(/offsets are lost. Nothing was written.*Restore the topic and restart/),
    });
  }
});
