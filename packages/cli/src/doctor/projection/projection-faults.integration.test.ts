import { createPool, type Pool } from '@taskfold/database';
import { endedTask, testDatabase, writeTestDeliveries } from '@taskfold/database/testing';
import { createTestTopic, testKafka } from '@taskfold/kafka/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { foundBy } from '../testing/found-by.ts';

const database = testDatabase();
let env: Record<string, string>;
let pool: Pool;

beforeAll(() => {
  env = { ...database.env, ...testKafka() };
  pool = createPool({ url: database.url, applicationName: 'test', max: 2 });
});
afterAll(() => pool.end());

test('a number of partitions, a partitioner and offsets other than when it was first folded', async () => {
  const topic = await createTestTopic({ partitions: 3 });
  onTestFinished(() => topic.drop());
  await pool.query(
    `INSERT INTO checkpoints (projection, topic, kafka_partition, partition_count, partitioner, next_offset)
     SELECT 'main', $1, p, 6, 'consistent_random', 40 FROM generate_series(0, 5) AS p`,
    [topic.name],
  );
  const other = { ...env, TOPIC_EVENTS: topic.name };
  expect(await foundBy('projection.partitions', other)).toMatch(/^fail: .* has 3 partitions, and had 6/);
  expect(await foundBy('projection.partitioner', other)).toMatch(
    /^fail: .*consistent_random, and PARTITIONER is murmur2/,
  );
  expect(await foundBy('projection.log', other)).toMatch(
    /^fail: Partition 0 .* ends at offset 0, and everything below 40/,
  );
  expect(await foundBy('projection.lag', other)).toBe('');
});

test('a partition that is halted, lag, a note that is old, and an open transaction', async () => {
  const other = { ...env, TOPIC_EVENTS: 'of-a-test' };
  await pool.query(`INSERT INTO partition_halts (projection, topic, kafka_partition, reason, message, next_offset, halted_at)
    VALUES ('main', 'of-a-test', 1, 'lost', 'It is gone.', 7, '2026-11-25T08:00:00Z')`);
  expect(await foundBy('projection.halts', other)).toMatch(
    /^fail: Partition 1 .* stands still since 2026-11-25T08:00:00Z \(lost\). It is gone/,
  );
  await pool.query(`INSERT INTO projection_lag (projection, topic, kafka_partition, lag_seconds, open_transaction_seconds, noted_at)
    VALUES ('main', 'of-a-test', 1, 90, 70, now() - interval '2 minutes')`);
  const found = await foundBy('projection.lag', other);
  expect(found).toMatch(/^fail: No processor has noted how far it is for 12\d s/);
  expect(found).toMatch(/warn: The oldest event that is not folded has waited 90 s/);
  expect(found).toMatch(
    /warn: A transaction of a producer has been open for 70 s, and holds back partition 1/,
  );
});

test('dead letters that wait for a decision, and a relay that nobody leads', async () => {
  await pool.query(`INSERT INTO dead_letters (topic, kafka_partition, log_offset, record_time, code, message, headers, stored_at)
    SELECT 'of-a-test', 0, n, now(), 'invalid_json', 'No.', '{}', now() - interval '1 hour' FROM generate_series(1, 3) AS n`);
  onTestFinished(async () => void (await pool.query("DELETE FROM dead_letters WHERE topic = 'of-a-test'")));
  const found = await foundBy('projection.dead_letters', { ...env, TOPIC_EVENTS: 'of-a-test' });
  expect(found).toMatch(
    /^warn: 3 dead letters invalid_json wait .* taskfold dead-letters list --status open --code invalid_json/,
  );
  expect(await foundBy('projection.relay', { ...env, TOPIC_UPDATES: 'of-a-test' })).toMatch(
    /^fail: Nobody ever published to of-a-test/,
  );
});

test('callbacks that are late, a receiver that does not answer, and gates that are closed', async () => {
  await writeTestDeliveries(pool, [endedTask({ taskId: 'late', url: 'https://receiver.example/hook' })], 900);
  await pool.query(
    "UPDATE deliveries SET state = 'ready', due_at = now() - interval '5 minutes' WHERE task_id = 'late'",
  );
  expect(await foundBy('callbacks.deliveries', env)).toMatch(
    /^fail: The oldest callback has been due for 30\d s/,
  );
  await pool.query(
    "UPDATE deliveries SET state = 'waiting', due_at = now() + interval '1 day', attempt_count = 4 WHERE task_id = 'late'",
  );
  expect(await foundBy('callbacks.deliveries', env)).toMatch(
    /^warn: receiver.example has not taken 1 callbacks, one of them for 4 attempts/,
  );
  await pool.query(`
    INSERT INTO callback_breakers (host, holder, processor, failures, last_error, opened_at, rests_until)
    SELECT 'receiver.example', gen_random_uuid(), 'processor-' || n, 5 + n, 'timeout', now(), now() + interval '1 minute'
    FROM generate_series(1, 2) AS n`);
  expect(await foundBy('callbacks.deliveries', env)).toMatch(
    /^warn: receiver.example does not answer: 7 attempts in a row failed, the last at timeout. It is left alone by processor-1, processor-2/,
  );
  await pool.query(
    `INSERT INTO checkpoints (projection, topic, kafka_partition, partition_count) VALUES ('main', 'gated', 901, 1)`,
  );
  expect(await foundBy('callbacks.gates', { ...env, TOPIC_EVENTS: 'gated' })).toMatch(
    /^warn: No callback of the partitions 901/,
  );
});

test('a standby that was left behind by a rebuild', async () => {
  await pool.query(`INSERT INTO rebuilds (projection, topic, state, timeline_from, started_at)
    VALUES ('main', 'task.events', 'ready', now(), now() - interval '3 days')`);
  onTestFinished(async () => void (await pool.query("UPDATE rebuilds SET state = 'dropped'")));
  expect(await foundBy('projection.rebuild', env)).toMatch(
    /^warn: Rebuild .* is whole and not live.*taskfold projection/,
  );
});
