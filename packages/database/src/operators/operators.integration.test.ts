import { type Instant, instantFromMilliseconds } from '@taskfold/contract';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCheckpoints } from '../checkpoints/create-checkpoints.ts';
import { clearPartitionHalts, writePartitionHalt } from '../halts/partition-halts.ts';
import { writeProjectionLag } from '../lag/write-projection-lag.ts';
import { createLeaseStore } from '../leases/lease-store.ts';
import { createPool } from '../pools/create-pool.ts';
import { createRelayPositions } from '../relay/relay-positions.ts';
import { testDatabase } from '../testing/test-database.ts';
import { listRebuilds } from '../versions/list-rebuilds.ts';
import { readPartitions } from './read-partitions.ts';
import { readRelays } from './read-relays.ts';

const database = testDatabase();
const of = { projection: 'main', topic: 'task.events' };
const at = (seconds: number): Instant => instantFromMilliseconds(1_790_000_000_000 + seconds * 1000);
const lost = { ...of, partition: 1, reason: 'lost', message: 'Gone.\0', nextOffset: 40, haltedAt: at(0) };
let api: Pool;
let processor: Pool;
let owner: Pool;

beforeAll(async () => {
  const connect = (role: 'taskfold_api' | 'taskfold_processor') =>
    createPool({ url: database.url, applicationName: 'test', role });
  [api, processor] = [connect('taskfold_api'), connect('taskfold_processor')];
  owner = createPool({ url: database.url, applicationName: 'test', max: 1 });
  await createCheckpoints(processor, { ...of, partitionCount: 3 });
  await owner.query('UPDATE checkpoints SET next_offset = 40, last_record_offset = 39');
});
afterAll(() => Promise.all([api.end(), processor.end(), owner.end()]));

const halts = async () => (await readPartitions(api, of)).map(({ halt }) => halt?.haltedAt ?? null);

test('a partition is shown with its checkpoint, what is noted of its log, and its halt', async () => {
  await writeProjectionLag(processor, {
    ...of,
    lags: new Map([[1, { seconds: 7.5, logEndOffset: 60, openTransactionSeconds: 3.5, isHeldBack: true }]]),
  });
  await writePartitionHalt(processor, lost);
  await writePartitionHalt(processor, { ...lost, topic: 'other' });
  const [first, second, ...others] = await readPartitions(api, of);
  expect(first).toMatchObject({ partition: 0, checkpoint: { nextOffset: 40 }, lag: null, halt: null });
  expect(second).toEqual({
    partition: 1,
    checkpoint: { nextOffset: 40, nextPosition: 0, lastRecordOffset: 39, updatedAt: expect.any(String) },
    lag: {
      logEndOffset: 60,
      seconds: 7.5,
      openTransactionSeconds: 3.5,
      notedAt: expect.any(String),
      noteAge: expect.any(Number),
    },
    halt: { reason: 'lost', message: 'Gone.', haltedAt: at(0) },
  });
  expect(others.map(({ partition }) => partition)).toEqual([2]);
});

test('since when it stands still outlives a restart, but no other reason or place', async () => {
  await writePartitionHalt(processor, { ...lost, haltedAt: at(9) });
  expect(await halts()).toEqual([null, at(0), null]);
  await writePartitionHalt(processor, { ...lost, reason: 'truncated', haltedAt: at(10) });
  expect(await halts()).toEqual([null, at(10), null]);
  await writePartitionHalt(processor, { ...lost, reason: 'truncated', nextOffset: 50, haltedAt: at(20) });
  expect(await halts()).toEqual([null, at(20), null]);
});

test('a partition that went on is no longer shown to stand still, whether that was noted or not', async () => {
  await owner.query('UPDATE checkpoints SET next_offset = 51 WHERE kafka_partition = 1');
  expect(await halts()).toEqual([null, null, null]);
  await writePartitionHalt(processor, { ...lost, partition: 2 });
  expect(await halts()).toEqual([null, null, at(0)]);
  await clearPartitionHalts(processor, of, [0, 1, 2]);
  expect(await halts()).toEqual([null, null, null]);
  expect((await owner.query('SELECT topic FROM partition_halts')).rows).toEqual([{ topic: 'other' }]);
});

test('a partition without a checkpoint is shown all the same', async () => {
  await writePartitionHalt(processor, { ...lost, partition: 5, reason: 'no_checkpoint', nextOffset: 0 });
  expect((await readPartitions(api, of)).at(-1)).toMatchObject({
    partition: 5,
    checkpoint: null,
    halt: { reason: 'no_checkpoint' },
  });
});

test('a relay is shown with whoever holds its lease', async () => {
  expect(await readRelays(api)).toEqual([]);
  await createRelayPositions(processor, 'task.updates').read(2);
  expect(await readRelays(api)).toMatchObject([{ topic: 'task.updates', lease: null, lag: [{}, {}] }]);
  const holder = '11111111-1111-4111-8111-111111111111';
  const leases = createLeaseStore(processor);
  await leases.acquire('relay/task.updates', holder, 60_000);
  expect(await readRelays(api)).toMatchObject([{ lease: { holder, epoch: 1, isHeld: true } }]);
  await leases.release('relay/task.updates', holder);
  expect(await readRelays(api)).toMatchObject([{ lease: { holder, isHeld: false } }]);
});

test('rebuilds are listed, the newest first', async () => {
  await owner.query(`
    INSERT INTO rebuilds (projection, topic, state, timeline_from, dropped_at)
    VALUES ('main', 'task.events', 'dropped', now(), now()), ('main', 'task.events', 'replaying', now(), NULL)`);
  expect(await listRebuilds(api, 10)).toMatchObject([
    { state: 'replaying', droppedAt: null },
    { state: 'dropped', droppedAt: expect.any(String) },
  ]);
  expect(await listRebuilds(api, 1)).toHaveLength(1);
});
