import type { Pool, PoolClient } from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { testDatabase } from '../testing/test-database.ts';
import { advanceCheckpoint } from './advance-checkpoint.ts';
import { createCheckpoints } from './create-checkpoints.ts';
import { lockCheckpoint, readCheckpoint } from './lock-checkpoint.ts';

const database = testDatabase();
let pool: Pool;

beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_processor' });
});
afterAll(() => pool.end());

let projections = 0;

/** A projection of its own, with two partitions. */
async function newProjection() {
  projections += 1;
  const of = { projection: `projection ${projections}`, topic: 'task.events', partitioner: 'murmur2' };
  expect(await createCheckpoints(pool, { ...of, partitionCount: 2 })).toEqual({ kind: 'ready' });
  return of;
}

async function begin(): Promise<PoolClient> {
  const client = await pool.connect();
  await client.query('BEGIN');
  onTestFinished(async () => {
    await client.query('ROLLBACK');
    client.release();
  });
  return client;
}

const HASH = 'ab'.repeat(32);

test('begin at nothing, one for each partition, however many create them', async () => {
  const of = { projection: 'main', topic: 'task.events', partitioner: 'murmur2' };
  const created = await Promise.all(
    Array.from({ length: 5 }, () => createCheckpoints(pool, { ...of, partitionCount: 3 })),
  );
  expect(created).toEqual(Array(5).fill({ kind: 'ready' }));
  for (const partition of [0, 1, 2]) {
    expect(await readCheckpoint(pool, { ...of, partition })).toMatchObject({
      kind: 'found',
      nextOffset: 0,
      nextPosition: 0,
      writer: null,
      partitionCount: 3,
    });
  }
  expect(await readCheckpoint(pool, { ...of, partition: 3 })).toEqual({ kind: 'missing' });
});

test('keep the number of partitions of the first start', async () => {
  const of = await newProjection();
  expect(await createCheckpoints(pool, { ...of, partitionCount: 4 })).toEqual({
    kind: 'other_partition_count',
    storedCount: 2,
  });
  expect(await readCheckpoint(pool, { ...of, partition: 3 })).toEqual({ kind: 'missing' });
});

test('keep the partitioner of the first start, also where the rows are of a version that noted none', async () => {
  const of = await newProjection();
  const other = { ...of, partitionCount: 2, partitioner: 'consistent_random' };
  const refused = { kind: 'other_partitioner', storedPartitioner: 'murmur2' };
  expect(await createCheckpoints(pool, other)).toEqual(refused);
  await pool.query('UPDATE checkpoints SET partitioner = NULL WHERE projection = $1', [of.projection]);
  expect(await createCheckpoints(pool, { ...of, partitionCount: 2 })).toEqual({ kind: 'ready' });
  expect(await createCheckpoints(pool, other)).toEqual(refused);
});

test('move on, keep the last record where none came, and never move back', async () => {
  const key = { ...(await newProjection()), partition: 1 };
  const client = await begin();
  const to = { nextOffset: 10, nextPosition: 4, writer: 'me', lastRecord: { offset: 9, hash: HASH } };
  expect(await advanceCheckpoint(client, key, to)).toEqual({ kind: 'advanced' });
  const controlRecords = { ...to, nextOffset: 12, lastRecord: null };
  expect(await advanceCheckpoint(client, key, controlRecords)).toEqual({ kind: 'advanced' });
  const found = { nextOffset: 12, nextPosition: 4, writer: 'me', lastRecord: { offset: 9, hash: HASH } };
  expect(await lockCheckpoint(client, key)).toMatchObject(found);

  for (const back of [{ nextOffset: 12 }, { nextOffset: 11 }, { nextOffset: 13, nextPosition: 3 }]) {
    expect(await advanceCheckpoint(client, key, { ...to, ...back })).toEqual({ kind: 'not_ahead' });
  }
  expect(await lockCheckpoint(client, key)).toMatchObject(found);
  expect(await advanceCheckpoint(client, { ...key, partition: 7 }, to)).toEqual({ kind: 'not_ahead' });
});

test('let one at a time in, and the next one sees what the first has committed', async () => {
  const key = { ...(await newProjection()), partition: 0 };
  const [first, second] = [await begin(), await begin()];
  await lockCheckpoint(first, key);
  let entered = false;
  const waiting = lockCheckpoint(second, key).then((locked) => {
    entered = true;
    return locked;
  });
  await advanceCheckpoint(first, key, { nextOffset: 5, nextPosition: 5, writer: 'first', lastRecord: null });
  // Reading waits for nobody, and shows what is committed.
  expect(await readCheckpoint(pool, key)).toMatchObject({ nextOffset: 0 });
  expect(entered).toBe(false);
  await first.query('COMMIT');
  expect(await waiting).toMatchObject({ nextOffset: 5, writer: 'first' });
});
