import { METERS, type Meter } from '@taskfold/contract';
import { createStyle } from '@taskfold/runtime/command';
import { expect, test } from 'vitest';
import { drawUsage } from './draw-usage.ts';

const PLAIN = { style: createStyle(false), columns: 80 };
const NONE = Object.fromEntries(METERS.map((meter) => [meter, 0])) as Record<Meter, number>;
const row = (keys: { readonly day?: string; readonly model?: string }, credits: string) => ({
  ...keys,
  ...NONE,
  input_tokens: 1_200,
  tasks: 2,
  charged_credits: credits,
  refunded_credits: '0.0000',
  net_charged_credits: credits,
});
const DAYS = [
  row({ day: '2026-11-20', model: 'a' }, '8.0000'),
  row({ day: '2026-11-22', model: 'a' }, '4.0000'),
  row({ day: '2026-11-22', model: '\u001b[2J' }, '1234.5000'),
];

test('days have their course below them, in which days without anything are lower than all', () => {
  const days = [row({ day: '2026-11-20' }, '8.0000'), row({ day: '2026-11-22' }, '4.0000')];
  const sum = [row({}, '12.0000')];
  expect(drawUsage({ groups: ['day'], rows: days, days, sum, meters: false }, PLAIN).split('\n')).toEqual([
    'day         tasks  charged  net credits',
    '2026-11-20      2   8.0000       8.0000',
    '2026-11-22      2   4.0000       4.0000',
    'all             2  12.0000      12.0000',
    'used  1,200 input tokens',
    'net credits by day  █ ▅',
  ]);
});

test('groups have a course each, and meters columns where they are asked for', () => {
  const rows = [row({ model: 'a' }, '12.0000'), row({ model: '\u001b[2J' }, '1234.5000')];
  const sum = [row({}, '1246.5000')];
  expect(drawUsage({ groups: ['model'], rows, days: DAYS, sum, meters: true }, PLAIN).split('\n')).toEqual([
    'model      tasks  input tokens     charged  net credits  by day',
    'a              2         1,200     12.0000      12.0000  █ ▅',
    '\\u001b[2J      2         1,200  1,234.5000   1,234.5000    █',
    'all            2         1,200  1,246.5000   1,246.5000',
  ]);
});
