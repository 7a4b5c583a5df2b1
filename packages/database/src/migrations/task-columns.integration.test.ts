import { FACT_COLUMNS } from '@taskfold/fold';
import { expect, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { testDatabase } from '../testing/index.ts';

const database = testDatabase();

/** What the database knows of a task beside its facts: where it lies, and what it derives from them for lists. */
const OTHERS = ['kafka_partition', 'end_status', 'needs', 'revision_offset'];

test('the columns of tasks are the facts, of their types and as far known as they say', async () => {
  const pool = createPool({ url: database.url, applicationName: 'test', max: 1 });
  const { rows } = await pool.query<{ name: string; type: string; known: boolean }>(`
    SELECT attname AS name, format_type(atttypid, NULL) AS type, attnotnull AS known FROM pg_attribute
    WHERE attrelid = 'tasks'::regclass AND attnum > 0 AND NOT attisdropped`);
  await pool.end();
  const stored = rows.filter(({ name }) => !OTHERS.includes(name));
  const byName = (left: { name: string }, right: { name: string }) => (left.name < right.name ? -1 : 1);
  const facts = FACT_COLUMNS.map(({ name, type, known }) => ({
    name,
    type: type === 'timestamptz' ? 'timestamp with time zone' : type,
    known,
  }));
  expect(stored.toSorted(byName)).toEqual(facts.toSorted(byName));
});
