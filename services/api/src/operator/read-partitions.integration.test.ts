import { createPool, createPrisma, type Pool } from '@taskfold/database';
import { readPartitions, readRelays } from '@taskfold/database/operators';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listRebuilds } from './list-rebuilds.ts';

const database = testDatabase();
const of = { projection: 'main', topic: 'task.events' };
const SINCE = '2026-11-25T08:00:00.000000Z';
let api: Pool;
let owner: Pool;

beforeAll(async () => {
  api = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api' });
  owner = createPool({ url: database.url, applicationName: 'test', max: 1 });
  await owner.query(`
    INSERT INTO checkpoints (projection, topic, kafka_partition, next_offset, last_record_offset, partition_count)
    SELECT 'main', 'task.events', p, 40, 39, 3 FROM generate_series(0, 2) AS p`);
});
afterAll(() => Promise.all([api.end(), owner.end()]));

const halts = async () => (await readPartitions(api, of)).map(({ halt }) => halt?.haltedAt ?? null);
const halt = (topic: string, partition: number, reason: string, nextOffset: number) =>
  owner.query(
    `INSERT INTO partition_halts (projection, topic, kafka_partition, reason, message, next_offset, halted_at)
     VALUES ('main', $1, $2, $3, 'Gone.', $4, $5)`,
    [topic, partition, reason, nextOffset, SINCE],
  );

test('a partition is shown with its checkpoint, what is noted of its log, and its halt', async () => {
  await owner.query(`
    INSERT INTO projection_lag (projection, topic, kafka_partition, lag_seconds, log_end_offset, open_transaction_seconds)
    VALUES ('main', 'task.events', 1, 7.5, 60, 3.5)`);
  await halt('task.events', 1, 'lost', 40);
  await halt('other', 1, 'lost', 40);
  const [first, second, ...others] = await readPartitions(api, of);
  expect(first).toMatchObject({ partition: 0, checkpoint: { nextOffset: 40 }, lag: null, halt: null });
  expect(second).toEqual({
    partition: 1,
    checkpoint: { nextOffset: 40, nextPosition: 0, lastRecordOffset: 39, updatedAt: expect.any(String) },
    lag: {
      logEndOffset: 60,
      seconds: 7.5,
      openTransactionSeconds: 3.5,
      chunks: null,
      notedAt: expect.any(String),
      noteAge: expect.any(Number),
    },
    halt: { reason: 'lost', message: 'Gone.', haltedAt: SINCE },
  });
  expect(others.map(({ partition }) => partition)).toEqual([2]);
});

test('how long chunks take is told of the same note alone: an older version leaves the columns as they were', async () => {
  const chunks = async () => (await readPartitions(api, of))[1]?.lag?.chunks;
  await owner.query(`
    UPDATE projection_lag SET noted_at = now(), chunks_noted_at = now(), chunks_written = 7, chunk_p50_seconds = 0.25,
      chunk_max_seconds = 1.5, chunk_open_seconds = 0`);
  expect(await chunks()).toEqual({ written: 7, p50Seconds: 0.25, maxSeconds: 1.5, openSeconds: 0 });
  await owner.query('UPDATE projection_lag SET noted_at = clock_timestamp()');
  expect(await chunks()).toBeNull();
});

test('a partition that went on is no longer shown to stand still, whether that was noted or not', async () => {
  expect(await halts()).toEqual([null, SINCE, null]);
  await owner.query('UPDATE checkpoints SET next_offset = 41 WHERE kafka_partition = 1');
  expect(await halts()).toEqual([null, null, null]);
  await halt('task.events', 2, 'lost', 40);
  expect(await halts()).toEqual([null, null, SINCE]);
});

test('a partition without a checkpoint is shown all the same', async () => {
  await halt('task.events', 5, 'no_checkpoint', 0);
  expect((await readPartitions(api, of)).at(-1)).toMatchObject({
    partition: 5,
    checkpoint: null,
    halt: { reason: 'no_checkpoint' },
  });
});

test('a relay is shown with whoever holds its lease', async () => {
  expect(await readRelays(api)).toEqual([]);
  await owner.query(`
    INSERT INTO relay_positions (topic, kafka_partition, next_position) VALUES ('task.updates', 0, 0), ('task.updates', 1, 0)`);
  expect(await readRelays(api)).toMatchObject([{ topic: 'task.updates', lease: null, lag: [{}, {}] }]);
  const holder = '11111111-1111-4111-8111-111111111111';
  await owner.query(
    `INSERT INTO leases (name, holder, expires_at) VALUES ('relay/task.updates', $1, now() + interval '1 minute')`,
    [holder],
  );
  expect(await readRelays(api)).toMatchObject([{ lease: { holder, epoch: 1, isHeld: true } }]);
  await owner.query('UPDATE leases SET expires_at = clock_timestamp()');
  expect(await readRelays(api)).toMatchObject([{ lease: { holder, isHeld: false } }]);
});

test('rebuilds are listed, the newest first', async () => {
  await owner.query(`
    INSERT INTO rebuilds (projection, topic, state, timeline_from, dropped_at)
    VALUES ('main', 'task.events', 'dropped', now(), now()), ('main', 'task.events', 'replaying', now(), NULL)`);
  const prisma = createPrisma(api);
  expect(await listRebuilds(prisma, api, 10)).toMatchObject([
    { state: 'replaying', droppedAt: null },
    { state: 'dropped', droppedAt: expect.any(String) },
  ]);
  expect(await listRebuilds(prisma, api, 1)).toHaveLength(1);
});
