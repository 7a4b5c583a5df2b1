import { createPool, createProjectionStore, type Pool } from '@taskfold/database';
import { endedTask, testDatabase } from '@taskfold/database/testing';
import { createKafkaClient } from '@taskfold/kafka';
import { createTestTopic, type TestTopic, testConnection, testKafka } from '@taskfold/kafka/testing';
import { createLogger } from '@taskfold/runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../testing/run-command.ts';
import { OPERATOR_COMMANDS } from './index.ts';

const database = testDatabase();
let pool: Pool;
let topic: TestTopic;

beforeAll(async () => {
  pool = createPool({ url: database.url, applicationName: 'test', max: 2 });
  topic = await createTestTopic();
  const store = createProjectionStore({ pool, projection: 'main', topic: 'task.events' });
  await store.transaction(async (chunk) => {
    const tasks = [endedTask({ taskId: 't1', url: 'https://hooks.example/?secret=s' })];
    await chunk.write(0, { tasks, records: [], timeline: [], changes: [], deadLetters: [], rekeyed: [] });
    return { kind: 'applied' };
  });
});
afterAll(async () => {
  await pool.end();
  await topic.drop();
});

const run = (...args: string[]) =>
  runCommand(OPERATOR_COMMANDS, args, {
    env: { ...database.env, ...testKafka(), TOPIC_EVENTS: topic.name },
  });

test('deliveries are listed without the rest of their address, and made due', async () => {
  await pool.query("UPDATE deliveries SET state = 'exhausted', due_at = now() - interval '1 hour'");
  const listed = await run('deliveries', 'list', '--host', 'hooks.example', '--json');
  expect(JSON.parse(listed.out).data).toMatchObject([
    { task_id: 't1', state: 'exhausted', host: 'hooks.example' },
  ]);
  expect(listed.out).not.toContain('secret');
  expect((await run('deliveries', 'list', '--due')).err).toBe('There are none.\n');
  const again = await run('deliveries', 'redeliver', '--tenant', 'tenant_a', '--task', 't1');
  expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/^task.succeeded is due now/) });
  expect((await run('deliveries', 'list', '--due')).out).toContain('hooks.example');
  expect((await run('deliveries', 'redeliver', '--tenant', 'tenant_a', '--task', 't2')).code).toBe(3);
  expect(
    (await run('deliveries', 'redeliver', '--tenant', 'a', '--task', 't', '--type', 'task.danced')).code,
  ).toBe(2);
});

test('a task is erased by an event of the log, once that is confirmed, and that is noted', async () => {
  const args = ['erase', '--tenant', 'tenant_a', '--task', 't1', '--actor', 'ann', '--reason', 'request 17'];
  expect(await run(...args)).toMatchObject({ code: 2, err: expect.stringContaining('add --yes') });
  expect((await run(...args, '--yes')).code).toBe(0);
  const client = createKafkaClient({
    ...testConnection(),
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
  const ends = await client.admin().offsets(topic.name);
  expect(ends.reduce((sum, { high }) => sum + high, 0)).toBe(1);
  await client.close();
  const { rows } = await pool.query(
    "SELECT actor, action, details FROM audit_log WHERE subject = 'task/tenant_a/t1'",
  );
  // The delivery of the test before, too.
  expect(rows).toContainEqual({ actor: 'ann', action: 'task.erased', details: '{"reason": "request 17"}' });
  expect(rows).toContainEqual(expect.objectContaining({ action: 'delivery.redelivered' }));
  expect((await run('erase', '--tenant', 'tenant_a', '--task', 'none', '--yes')).code).toBe(3);
});

test('the status tells where each partition stands, and fails where one is halted', async () => {
  expect((await run('projection', 'status')).err).toContain('was ever folded');
  await pool.query(
    `INSERT INTO checkpoints (projection, topic, kafka_partition, partition_count, next_offset)
     SELECT 'main', $1, p, 2, 40 FROM generate_series(0, 1) AS p`,
    [topic.name],
  );
  await pool.query(
    `INSERT INTO projection_lag (projection, topic, kafka_partition, lag_seconds, log_end_offset, noted_at, chunks_noted_at, chunks_written,
       chunk_p50_seconds, chunk_max_seconds, chunk_open_seconds)
     VALUES ('main', $1, 0, 2.5, 1045, now(), now(), 9, 0.0042, 1.25, 0)`,
    [topic.name],
  );
  const well = await run('projection', 'status');
  expect(well).toMatchObject({ code: 0 });
  expect(well.out).toMatch(/0 +40 +1,005 +2\.5 s +4\.2 ms +1,250 ms +\d+ s ago +folding/);
  expect(JSON.parse((await run('projection', 'status', '--json')).out).data[0]).toMatchObject({
    chunks: { written: 9, p50_seconds: 0.0042, max_seconds: 1.25, open_seconds: 0 },
  });
  await pool.query(
    `INSERT INTO partition_halts (projection, topic, kafka_partition, reason, message, next_offset, halted_at)
     VALUES ('main', $1, 1, 'lost', 'It is gone.', 40, now())`,
    [topic.name],
  );
  const halted = await run('projection', 'status');
  expect(halted).toMatchObject({
    code: 1,
    out: expect.stringMatching(/Partition 1 stands still since .* It is gone\./),
  });
  expect(JSON.parse((await run('projection', 'status', '--json')).out).data[1]).toMatchObject({
    partition: 1,
    halt: { reason: 'lost' },
  });
});

test('what cannot be taken back wants --yes, and what is not there is refused', async () => {
  for (const action of ['swap', 'rollback', 'drop']) {
    expect(await run('projection', action)).toMatchObject({
      code: 2,
      err: expect.stringContaining('add --yes'),
    });
    expect(await run('projection', action, '--yes')).toMatchObject({
      code: 9,
      err: expect.stringContaining('There is no rebuild'),
    });
  }
});
