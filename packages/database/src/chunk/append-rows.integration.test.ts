import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { testDatabase } from '../testing/index.ts';
import { appendedTable, appendRows, COPY_FROM_ROWS } from './append-rows.ts';
import type { CopyValue } from './copy-rows.ts';
import { runStatements } from './statement.ts';

const database = testDatabase();
let pool: ReturnType<typeof createPool>;

const TABLE = appendedTable('appended', [
  { name: 'number', type: 'bigint' },
  { name: 'text', type: 'text' },
  { name: 'words', type: 'text[]' },
  { name: 'flag', type: 'boolean' },
  { name: 'share', type: 'double precision' },
  { name: 'money', type: 'numeric' },
  { name: 'at', type: 'timestamptz' },
  { name: 'written', type: 'json' },
  { name: 'sorted', type: 'jsonb' },
]);

beforeAll(async () => {
  pool = createPool({ url: database.url, applicationName: 'test', max: 1 });
  const columns = TABLE.columns.map(({ name, type }) => `${name} ${type}`);
  await pool.query(`CREATE TABLE appended (${columns.join(', ')})`);
});
afterAll(() => pool.end());

const AWKWARD = 'tab\there, line\nbreak\r, back\\slash, \\N, \\., "quotes", \u{1f426}';
const ROWS: readonly (readonly CopyValue[])[] = [
  [
    0,
    AWKWARD,
    ['task.succeeded', 'task.failed'],
    true,
    12.5,
    '0.10000000',
    '2026-11-24T14:40:00.123456Z',
    '{"seed":18446744073709551615,"b":1,"a":"\\n"}',
    '{"order":"17"}',
  ],
  [1, '', [], false, 0, '-1', '2026-11-24T14:40:00.000000Z', '[]', '{}'],
  [2, null, null, null, null, null, null, null, null],
];

it.each([1, ROWS.length, COPY_FROM_ROWS, 3 * COPY_FROM_ROWS])('writes %i rows exactly', async (count) => {
  const rows = Array.from({ length: count }, (_none, number): CopyValue[] => [
    number,
    ...(ROWS[number % ROWS.length]?.slice(1) ?? []),
  ]);
  await pool.query('TRUNCATE appended');
  const client = await pool.connect();
  const named = rows.map((row) =>
    Object.fromEntries(TABLE.columns.map(({ name }, index) => [name, row[index] ?? null])),
  );
  await runStatements(
    client,
    appendRows(TABLE, named, (row) => row),
  ).finally(() => client.release());
  const stored = await pool.query({ text: 'SELECT * FROM appended ORDER BY number', rowMode: 'array' });
  expect(stored.rows).toEqual(rows.map((row) => row.map((value) => asPrinted(value))));
});

/** jsonb is printed with a space behind each colon. */
function asPrinted(value: CopyValue | undefined): unknown {
  return value === '{"order":"17"}' ? '{"order": "17"}' : value;
}

it('has no statement for no rows', () => {
  expect([...appendRows(TABLE, [], (row) => row)]).toEqual([]);
});
