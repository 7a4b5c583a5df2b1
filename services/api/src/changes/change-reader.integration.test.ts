import { createPool, createTaskReader, listenToChanges, readChanges, readHeads } from '@taskfold/database';
import { type TestEventLog, testDatabase, testEventLog } from '@taskfold/database/testing';
import { at, sampleEvent } from '@taskfold/fold/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ChangeReader, createChangeReader } from './change-reader.ts';

const database = testDatabase();
const stop = new AbortController();
const { signal } = stop;
const silent = { warn: () => {} };
const OF = { projection: 'main', topic: 'task.events' };
let owner: ReturnType<typeof createPool>;
let pool: ReturnType<typeof createPool>;
let log: TestEventLog;
let reader: ChangeReader;
/** Queries of the reader fail while this is set. */
let away = false;
const running: Promise<void>[] = [];

beforeAll(async () => {
  owner = createPool({ url: database.url, applicationName: 'test' });
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api', byKeyOnly: true });
  log = await testEventLog(owner);
  const source = {
    heads: async () => {
      if (away) throw new Error('away');
      return readHeads(pool, OF);
    },
    changes: (from: ReadonlyMap<number, number>, limit: number) => readChanges(pool, from, limit),
  };
  // So long that nothing but a notification can be the one that woke.
  reader = createChangeReader({ source, logger: silent, pollMs: 60_000, positionPollMs: 20 });
  running.push(reader.run(signal));
  running.push(listenToChanges({ pool, onChange: () => reader.wake(), logger: silent, signal }));
  // The second round is that of the notification that listening has begun.
  await vi.waitFor(() => expect(reader.figures.rounds).toBeGreaterThan(1), 10_000);
});
afterAll(async () => {
  stop.abort();
  await Promise.all(running);
  await pool.end();
  await owner.end();
});

let made = 0;
function newTask() {
  const task = { tenantId: 'tenant_a', taskId: `task_${++made}` };
  const created = sampleEvent('task.created', { capability: 'chat', model: 'm' }, { ...task, time: at(0) });
  const progressed = (percent: number) =>
    sampleEvent('task.progressed', { percent }, { ...task, id: `p${percent}`, time: at(percent) });
  return { task, created, progressed };
}

describe('the change reader', () => {
  it('wakes those who watch the task or its tenant, and nobody else', async () => {
    const { task, created } = newTask();
    const own = reader.watch({ kind: 'task', ...task });
    const tenant = reader.watch({ kind: 'tenant', tenantId: 'tenant_a' });
    const others = [
      reader.watch({ kind: 'task', ...task, tenantId: 'tenant_b' }),
      reader.watch({ kind: 'task', ...task, taskId: 'other' }),
      reader.watch({ kind: 'tenant', tenantId: 'tenant_b' }),
    ];
    await log.append([created], 1);
    expect(await Promise.all([own.next(signal, 5000), tenant.next(signal, 5000)])).toEqual([
      'changed',
      'changed',
    ]);
    for (const other of others) expect(await other.next(signal, 20)).toBe('time_up');
    for (const watch of [own, tenant, ...others]) watch.end();
    expect(reader.figures.watches).toBe(0);
  });

  it('misses no change that is committed between the read and the wait', async () => {
    const { task, created, progressed } = newTask();
    await log.append([created]);
    const tasks = createTaskReader(pool);
    const watch = reader.watch({ kind: 'task', ...task });
    expect((await tasks.get(task.tenantId, task.taskId))?.revision).toBe(1);
    const { rounds } = reader.figures;
    await log.append([progressed(1)]);
    // Long enough for the notification to have come and gone before anybody waits.
    await expect.poll(() => reader.figures.rounds, { timeout: 10_000 }).toBeGreaterThan(rounds);
    expect(await watch.next(signal, 5000)).toBe('changed');
    expect((await tasks.get(task.tenantId, task.taskId))?.revision).toBe(2);
    watch.end();
  });

  it('shows every revision to come, whatever happens when', async () => {
    const { task, created, progressed } = newTask();
    const tasks = createTaskReader(pool);
    const writing = (async () => {
      await log.append([created]);
      for (let percent = 1; percent <= 40; percent += 1) await log.append([progressed(percent)]);
    })();
    let seen = 0;
    const watch = reader.watch({ kind: 'task', ...task });
    while (seen < 41) {
      seen = (await tasks.get(task.tenantId, task.taskId))?.revision ?? 0;
      if (seen < 41) expect(await watch.next(signal, 5000)).toBe('changed');
    }
    watch.end();
    await writing;
  });

  it('reads the changes once for a thousand watchers', async () => {
    const { task, created, progressed } = newTask();
    await log.append([created]);
    const watches = Array.from({ length: 1000 }, () => reader.watch({ kind: 'task', ...task }));
    // The first change may be read only after the watches began: it is none of those that are counted.
    await Promise.all(watches.map((watch) => watch.next(signal, 300)));
    const before = reader.figures;
    await log.append([progressed(1)]);
    const woken = await Promise.all(watches.map((watch) => watch.next(signal, 5000)));
    expect(new Set(woken)).toEqual(new Set(['changed']));
    expect(reader.figures.changes - before.changes).toBe(1);
    expect(reader.figures.rounds - before.rounds).toBeLessThan(5);
    for (const watch of watches) watch.end();
  });

  it('knows when a place in the log has been folded, also where no task changed', async () => {
    const { created } = newTask();
    const next = await log.append([created], 2);
    const watch = reader.watch({ kind: 'partition', partition: 2 });
    expect(reader.hasPassed({ partition: 2, offset: next })).toBe(false);
    expect(reader.hasPassed({ partition: 99, offset: 0 })).toBe(false);
    await log.append([created], 2);
    while (!reader.hasPassed({ partition: 2, offset: next })) {
      expect(await watch.next(signal, 5000)).toBe('changed');
    }
    expect(reader.hasPassed({ partition: 2, offset: next + 1 })).toBe(false);
    watch.end();
  });

  it('outlives a database that is away, and tells afterwards what happened meanwhile', async () => {
    const { task, created } = newTask();
    const watch = reader.watch({ kind: 'task', ...task });
    away = true;
    await log.append([created]);
    expect(await watch.next(signal, 300)).toBe('time_up');
    away = false;
    expect(await watch.next(signal, 5000)).toBe('changed');
    watch.end();
  });
});
