import { createPool } from '@taskfold/database';
import { testDatabase, testEventLog } from '@taskfold/database/testing';
import { at, sampleEvent } from '@taskfold/fold/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ListRecordsOptions, listLedgerEntries, listUsageRecords } from './list-records.ts';

const database = testDatabase();
const TASK = { tenantId: 'tenant_a', taskId: 'task_1' };
let writer: ReturnType<typeof createPool>;
let pool: ReturnType<typeof createPool>;
let log: Awaited<ReturnType<typeof testEventLog>>;

beforeAll(async () => {
  writer = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_processor' });
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api', byKeyOnly: true });
  log = await testEventLog(writer);
});
afterAll(async () => {
  await pool.end();
  await writer.end();
});

const created = (taskId: string) =>
  sampleEvent('task.created', { capability: 'c', model: 'm', credits_per_usd: '500' }, { ...TASK, taskId });

const usage = (id: string, taskId: string, count = 1, name = 'm') => {
  const line = { meter: name, quantity: '1.50', unit: 'u', billed_amount_credits: '0.5' };
  const data = { characters: 2, lines: Array.from({ length: count }, () => line) };
  return sampleEvent('task.usage_recorded', data, { ...TASK, taskId, id, time: at(3) });
};

const charge = (entryId: string, taskId: string) =>
  sampleEvent('task.charged', { entry_id: entryId, amount_credits: '1' }, { ...TASK, taskId, id: entryId });

/** Reads pages until there is no next one; before each of them something arrives. */
async function readAll(taskId: string, limit: number, arrive: (page: number) => Promise<unknown>) {
  const ids: string[] = [];
  let after: ListRecordsOptions['after'];
  for (let page = 0; ; page++) {
    await arrive(page);
    const found = await listUsageRecords(pool, { ...TASK, taskId, after, limit });
    if (found.kind === 'not_found') throw new Error('the task is there');
    ids.push(...found.records.map(({ key }) => key.id));
    const last = found.records.at(-1);
    if (!found.hasMore || last === undefined) return ids;
    after = [last.key.source, last.key.id];
  }
}

test('usage records come page by page, none twice and none left out while others arrive', async () => {
  const ids = Array.from({ length: 25 }, (_none, number) => `r${String(number).padStart(2, '0')}`);
  await log.append([created('paged'), ...ids.map((id) => usage(id, 'paged'))]);
  const read = await readAll('paged', 4, (page) => log.append([usage(`r${10 + page}x`, 'paged')]));
  expect(new Set(read).size).toBe(read.length);
  expect(read.filter((id) => ids.includes(id))).toEqual(ids);
  const [first] = await Promise.all([listUsageRecords(pool, { ...TASK, taskId: 'paged', limit: 1 })]);
  expect(first).toMatchObject({
    kind: 'found',
    creditsPerUsd: '500',
    hasMore: true,
    records: [
      {
        key: { id: 'r00', time: at(3) },
        meters: { characters: '2' },
        lines: [{ meter: 'm', quantity: '1.50', unit: 'u', billedAmountCredits: '0.5' }],
      },
    ],
  });
});

test('a page ends where its records are long, and goes on behind', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p'];
  await log.append([created('long'), ...ids.map((id) => usage(id, 'long', 100, 'x'.repeat(500)))]);
  const page = await listUsageRecords(pool, { ...TASK, taskId: 'long', limit: 100 });
  expect(page).toMatchObject({ kind: 'found', hasMore: true });
  expect(page.kind === 'found' && page.records.length).toBe(10);
  expect(await readAll('long', 100, async () => {})).toEqual(ids);
});

test('the ledger has its charges first and then its refunds', async () => {
  const refund = sampleEvent(
    'task.refunded',
    { entry_id: 'a', amount_credits: '1', reason: 'Sorry.' },
    { ...TASK, taskId: 'booked', id: 'refund' },
  );
  await log.append([created('booked'), refund, charge('b', 'booked'), charge('a', 'booked')]);
  const first = await listLedgerEntries(pool, { ...TASK, taskId: 'booked', limit: 2 });
  expect(first).toMatchObject({
    hasMore: true,
    records: [
      { kind: 'charge', entryId: 'a', reason: null, estimated: false },
      { kind: 'charge', entryId: 'b' },
    ],
  });
  const after = ['charge', 'b'] as const;
  expect(await listLedgerEntries(pool, { ...TASK, taskId: 'booked', after, limit: 2 })).toMatchObject({
    hasMore: false,
    records: [{ kind: 'refund', entryId: 'a', reason: 'Sorry.', key: { id: 'refund' } }],
  });
});

test('nothing is told of tasks that nobody sees, and an empty list of those that have no records', async () => {
  await log.append([created('empty'), usage('u', 'unborn')]);
  for (const read of [listUsageRecords, listLedgerEntries]) {
    expect(await read(pool, { ...TASK, taskId: 'empty', limit: 5 })).toMatchObject({
      records: [],
      hasMore: false,
    });
    for (const hidden of [
      { taskId: 'unborn' },
      { taskId: 'missing' },
      { tenantId: 'tenant_b', taskId: 'paged' },
    ])
      expect(await read(pool, { ...TASK, ...hidden, limit: 5 })).toEqual({ kind: 'not_found' });
  }
});
