import { createStyle } from '@taskfold/runtime/command';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { outside } from './fields.ts';
import { drawTable, type TableColumn } from './table.ts';

interface Row {
  readonly name: string;
  readonly count: number;
}

const COLUMNS: readonly TableColumn<Row>[] = [
  { name: 'name', cell: ({ name }, { style }) => style.good(outside(name)), shrinks: true },
  { name: 'empty', cell: () => '' },
  { name: 'count', cell: ({ count }) => String(count), right: true },
];
const ROWS = [
  { name: 'a', count: 1 },
  { name: '漢字', count: 10_000 },
  { name: 'a rather long name of something', count: 20 },
];
const plain = (columns: number) => ({ style: createStyle(false), columns });

test('columns are as wide as their widest cell, also where characters are', () => {
  expect(drawTable(COLUMNS, ROWS, plain(80)).split('\n')).toEqual([
    'name                             count',
    'a                                    1',
    '漢字                             10000',
    'a rather long name of something     20',
  ]);
});

test('what may shrink gives way on a narrow terminal, with colours or without', () => {
  expect(drawTable(COLUMNS, ROWS, plain(24)).split('\n')).toEqual([
    'name               count',
    'a                      1',
    '漢字               10000',
    'a rather long na…     20',
  ]);
  const coloured = drawTable(COLUMNS, ROWS, { style: createStyle(true), columns: 24 });
  for (const line of coloured.split('\n')) expect(stringWidth(line)).toBe(24);
  expect(coloured).toContain('\u001b[32m');
});

test('nothing is drawn over: what acts on a terminal is measured as it is shown', () => {
  const hostile = [{ name: '\u001b[2J\u202eevil\n\u0007', count: 1 }];
  const [head = '', row = ''] = drawTable(COLUMNS, hostile, plain(80)).split('\n');
  expect(row).toBe('\\u001b[2J\\u202eevil\\u000a\\u0007      1');
  expect(head).toHaveLength(row.length);
});

test('what may be left out is, from the right, where there is no room for all', () => {
  const columns = [...COLUMNS, { name: 'more', cell: () => 'more of it', optional: true }];
  expect(drawTable(columns, ROWS, plain(28)).split('\n')[0]).toBe('name       count  more');
  expect(drawTable(columns, ROWS, plain(20)).split('\n')[0]).toBe('name           count');
});
