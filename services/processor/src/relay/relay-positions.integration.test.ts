import { randomUUID } from 'node:crypto';
import { createPool, type Pool, readChanges, readRelayLag } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLeaseStore } from '../leases/lease-store.ts';
import { createRelayPositions } from './relay-positions.ts';

const database = testDatabase();
let pool: Pool;
let owner: Pool;
beforeAll(() => {
  pool = createPool({
    url: database.url,
    applicationName: 'test',
    role: 'taskfold_processor',
    byKeyOnly: true,
  });
  owner = createPool({ url: database.url, applicationName: 'test', max: 1 });
});
afterAll(() => Promise.all([pool.end(), owner.end()]));

test('positions begin at 0, are saved by the holder of the lease alone, and belong to one topic', async () => {
  const [holder, other] = [randomUUID(), randomUUID()];
  const positions = createRelayPositions(pool, 'updates');
  const beginning = { nextPosition: 0, resendFrom: 0, marks: [] };
  expect(await positions.read(2)).toEqual(
    new Map([
      [0, beginning],
      [1, beginning],
    ]),
  );
  await createLeaseStore(pool).acquire('relay/updates', holder, 60_000);
  const marks = [
    { ageMs: 50_000, position: 25 },
    { ageMs: 0, position: 30 },
  ];
  const moved = new Map([[1, { nextPosition: 30, resendFrom: 20, marks }]]);
  const [left, lease] = [new Map([[1, 0]]), { name: 'relay/updates', holder }];
  expect(await positions.save(moved, left, { ...lease, holder: other })).toBe('lost');
  expect(await positions.save(moved, left, { ...lease, name: 'relay/other' })).toBe('lost');
  // A database that has lost commits stands lower than its writer left it.
  expect(await positions.save(moved, new Map([[1, 25]]), lease)).toBe('went_back');
  expect((await positions.read(2)).get(1)).toEqual(beginning);
  expect(await positions.save(moved, left, lease)).toBe('saved');
  const read = await positions.read(3);
  const older = read.get(1)?.marks.map(({ ageMs }, index) => ageMs - (marks[index]?.ageMs ?? 0));
  for (const age of older ?? []) expect(age).toBeGreaterThan(0);
  expect(read).toEqual(
    new Map([
      [0, beginning],
      [
        1,
        {
          nextPosition: 30,
          resendFrom: 20,
          marks: marks.map((mark) => ({ ...mark, ageMs: expect.any(Number) })),
        },
      ],
      [2, beginning],
    ]),
  );
  expect((await createRelayPositions(pool, 'elsewhere').read(2)).get(1)).toEqual(beginning);
});

test('changes are read by position across months, so many of each partition; the lag counts the rest', async () => {
  await owner.query(`
    SELECT taskfold_ensure_partitions('2031-05-17'), taskfold_ensure_partitions('2031-06-17')`);
  await owner.query(`
    INSERT INTO changes (kafka_partition, position, tenant_id, task_id, revision, written_at)
    SELECT p, i, 'acme', 'task_' || i, i + 1, timestamptz '2031-05-31 23:59:55Z' + i * interval '1 second'
    FROM generate_series(0, 1) AS p, generate_series(0, 9) AS i`);
  const changes = await readChanges(
    pool,
    new Map([
      [0, 3],
      [1, 8],
      [2, 0],
    ]),
    4,
  );
  expect(changes.map(({ partition, position }) => `${partition}:${position}`)).toEqual([
    '0:3',
    '0:4',
    '0:5',
    '0:6',
    '1:8',
    '1:9',
  ]);
  expect(changes[0]).toEqual({
    partition: 0,
    position: 3,
    tenantId: 'acme',
    taskId: 'task_3',
    revision: 4,
    writtenAt: '2031-05-31T23:59:58.000000Z',
    traceparent: null,
  });
  expect(await readRelayLag(pool, 'updates')).toMatchObject([
    { partition: 0, changes: 10 },
    { partition: 1, changes: 0, seconds: 0 },
    { partition: 2, changes: 0, seconds: 0 },
  ]);
});
