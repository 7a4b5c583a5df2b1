import { createPool, readHeads } from '@taskfold/database';
import { type TestEventLog, testDatabase, testEventLog } from '@taskfold/database/testing';
import { at, sampleEvent } from '@taskfold/fold/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProjectionLag } from '../../changes/read-projection-lag.ts';
import { oldestPositions } from './oldest-positions.ts';
import { readTenantChanges } from './read-tenant-changes.ts';

const database = testDatabase();
const OF = { projection: 'main', topic: 'task.events' };
let owner: ReturnType<typeof createPool>;
let pool: ReturnType<typeof createPool>;
let log: TestEventLog;

beforeAll(async () => {
  owner = createPool({ url: database.url, applicationName: 'test' });
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api', byKeyOnly: true });
  log = await testEventLog(owner);
});
afterAll(async () => {
  await pool.end();
  await owner.end();
});

const created = (taskId: string, tenantId = 'tenant_a') =>
  sampleEvent('task.created', { capability: 'chat', model: 'm' }, { taskId, tenantId, time: at(0) });

describe('feeds', () => {
  it('know how far each partition is', async () => {
    expect(await readHeads(pool, { ...OF, projection: 'other' })).toEqual(new Map());
    await log.append([created('a'), created('b', 'tenant_b'), created('c'), created('c')], 1);
    expect(await readHeads(pool, OF)).toEqual(
      new Map([
        [0, { nextOffset: 0, nextPosition: 0 }],
        [1, { nextOffset: 4, nextPosition: 3 }],
        [2, { nextOffset: 0, nextPosition: 0 }],
      ]),
    );
  });

  it('hold the changes of one tenant within windows, in order', async () => {
    await log.append([created('d'), created('e')], 2);
    const windows = [
      { partition: 2, from: 0, to: 2 },
      { partition: 1, from: 0, to: 3 },
    ];
    const own = await readTenantChanges(pool, 'tenant_a', windows, 10);
    const place = ({ partition, position, taskId }: Record<string, unknown>) => [partition, position, taskId];
    expect(own.kind === 'changes' && own.changes.map((change) => place({ ...change }))).toEqual([
      [1, 0, 'a'],
      [1, 2, 'c'],
      [2, 0, 'd'],
      [2, 1, 'e'],
    ]);
    const limited = await readTenantChanges(pool, 'tenant_a', windows, 1);
    expect(limited).toMatchObject({ changes: [{ taskId: 'a' }, { taskId: 'd' }] });
    const nobody = await readTenantChanges(pool, 'nobody', windows, 1);
    expect(nobody).toEqual({ kind: 'changes', changes: [] });
  });

  it('notice what is no longer kept', async () => {
    await owner.query('DELETE FROM changes WHERE kafka_partition = 1 AND position < 2');
    expect(await oldestPositions(pool, OF)).toEqual(
      new Map([
        [0, 0],
        [1, 2],
        [2, 0],
      ]),
    );
    const from = (position: number) =>
      readTenantChanges(pool, 'tenant_b', [{ partition: 1, from: position, to: 3 }], 10);
    expect(await from(1)).toEqual({ kind: 'pruned' });
    expect(await from(2)).toEqual({ kind: 'changes', changes: [] });
  });

  it('go on across positions that a database which lost commits has left out', async () => {
    await owner.query('UPDATE changes SET position = 5 WHERE kafka_partition = 2 AND position = 1');
    for (const from of [1, 3, 5]) {
      const read = await readTenantChanges(pool, 'tenant_a', [{ partition: 2, from, to: 6 }], 10);
      expect(read).toMatchObject({ changes: [{ taskId: 'e', position: 5 }] });
    }
  });

  it('know how far the projection is behind, and never take a dead processor for a quick one', async () => {
    expect(await readProjectionLag(pool, OF)).toBeNull();
    const note = (partition: number, lag: number, age: string) =>
      owner.query('INSERT INTO projection_lag VALUES ($1, $2, $3, $4, now() - $5::interval)', [
        ...Object.values(OF),
        partition,
        lag,
        age,
      ]);
    await note(0, 0, '1 s');
    await note(1, 0.25, '1 s');
    expect(await readProjectionLag(pool, OF)).toBe(0.25);
    await note(2, 0, '1 min');
    expect(await readProjectionLag(pool, OF)).toBeGreaterThanOrEqual(60);
  });
});
