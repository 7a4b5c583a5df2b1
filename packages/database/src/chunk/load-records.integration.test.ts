import { type KnownContent, knownAs, type UsageRecord, usageDigest } from '@taskfold/fold';
import { eventOfType, foldHistory, sampleEvent } from '@taskfold/fold/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { testDatabase } from '../testing/index.ts';
import { loadRecords, type RecordKeys } from './load-records.ts';
import { recordKeysOf } from './record-keys.ts';
import { runStatements } from './statement.ts';
import { writeLedgerEntries } from './write-ledger-entries.ts';
import { writeUsageRecords } from './write-usage-records.ts';

const database = testDatabase();
const task = { tenantId: 'tenant_a', taskId: 'task_1' };
const KEY = 'tenant_a/task_1';
let pool: ReturnType<typeof createPool>;
let nextId = 0;
beforeAll(() => {
  pool = createPool({
    url: database.url,
    applicationName: 'test',
    role: 'taskfold_processor',
    byKeyOnly: true,
  });
});
afterAll(() => pool.end());

async function load(keys: RecordKeys, partition = 0) {
  const client = await pool.connect();
  return await loadRecords(client, partition, keys).finally(() => client.release());
}

async function store(record: UsageRecord): Promise<void> {
  const client = await pool.connect();
  await runStatements(client, writeUsageRecords(0, [{ ...task, record }])).finally(() => client.release());
}

test('a usage record comes back as the digest that the fold has of it, whatever it says', async () => {
  await fc.assert(
    fc.asyncProperty(
      eventOfType('task.usage_recorded', task),
      fc.constantFrom('', '\u0000', '"\\/\u2028', '😀', '\ud800'),
      async (drawn, odd) => {
        fc.pre(drawn.type === 'task.usage_recorded');
        // Of its own for each run: shrinking gives the same ids again.
        const event = { ...drawn, id: `${drawn.id} ü ${nextId++}` };
        const lines = event.data.lines.map((line) => ({ ...line, meter: line.meter + odd }));
        const added = foldHistory([
          { event: { ...event, data: { ...event.data, lines } }, recordTime: event.time },
        ]).results[0]?.added;
        if (added?.kind !== 'usage') throw new Error('a first usage record is added');
        await store(added);
        const [key] = knownAs(added);
        const found = await load(recordKeysOf([event, event]));
        expect(found).toEqual(new Map([[KEY, new Map([[key, usageDigest(added)]])]]));
      },
    ),
    { numRuns: 60 },
  );
});

test('what is named is found under its own task, kind and partition alone', async () => {
  const charged = (entryId: string, taskId = 'task_1') =>
    sampleEvent('task.charged', { entry_id: entryId, amount_credits: '2.50' }, { ...task, taskId });
  const refunded = sampleEvent('task.refunded', { entry_id: 'e1', amount_credits: '1' }, task);
  const { results } = foldHistory(
    [charged('e1'), charged('e2')].map((event) => ({ event, recordTime: event.time })),
  );
  const records = results.flatMap(({ added }) => (added === null ? [] : [{ ...task, record: added }]));
  const client = await pool.connect();
  await runStatements(client, writeLedgerEntries(0, records)).finally(() => client.release());
  const known = (content: readonly (readonly [string, KnownContent])[]) => new Map([[KEY, new Map(content)]]);
  expect(await load(recordKeysOf([charged('e1'), refunded, charged('e1', 'other'), charged('e3')]))).toEqual(
    known([['charge\ne1', '2.5']]),
  );
  expect(await load(recordKeysOf([refunded]))).toEqual(new Map());
  expect(await load(recordKeysOf([charged('e1')]), 1)).toEqual(new Map());
});
