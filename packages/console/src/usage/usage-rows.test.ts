import { METERS } from '@taskfold/contract/meters';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf, amountText } from '../money/decimal.ts';
import { everyDay } from '../time/periods.ts';
import {
  creditsByDay,
  filtersBehind,
  metersIn,
  parseUsage,
  sortRows,
  type UsageSumsRow,
  usageCsv,
} from './usage-rows.ts';

const NO_METERS = METERS.map((meter) => `"${meter}":0`).join(',');
const DAYS = { first: '2026-11-01', last: '2026-11-30' };

/** A row as the API prints it. */
function printed(keys: string, charged = '0.0000', refunded = '0.0000', meters = NO_METERS): string {
  const net = amountText((amountOf(charged) ?? 0n) - (amountOf(refunded) ?? 0n));
  return `{${keys}"tasks":1,${meters},"charged_credits":"${charged}","refunded_credits":"${refunded}","net_charged_credits":"${net}"}`;
}
const answer = (...rows: string[]) => `{"object":"list","data":[${rows.join(',')}]}`;

describe('the answer of the API', () => {
  it('keeps each digit of its meters', () => {
    const meters = NO_METERS.replace('"input_tokens":0', '"input_tokens":9007199254740993123').replace(
      '"audio_seconds":0',
      '"audio_seconds":0.10000000000000000001',
    );
    const rows = parseUsage(answer(printed('', '1.0000', '0.0000', meters)));
    expect(rows[0]).toMatchObject({
      tasks: 1,
      input_tokens: '9007199254740993123',
      audio_seconds: '0.10000000000000000001',
      characters: '0',
    });
    expect(metersIn(rows)).toEqual(['input_tokens', 'audio_seconds']);
    expect(usageCsv([], rows)).toContain('9007199254740993123');
  });
});

const amounts = fc.bigInt({ min: 0n, max: 10n ** 20n }).map(amountText);
const dayRows = fc
  .uniqueArray(fc.record({ day: fc.constantFrom(...everyDay(DAYS)), charged: amounts, refunded: amounts }), {
    selector: ({ day }) => day,
  })
  .map((rows) =>
    parseUsage(
      answer(...rows.map(({ day, charged, refunded }) => printed(`"day":"${day}",`, charged, refunded))),
    ),
  );

describe('rows by day', () => {
  it('become every day once, and their sums are those of the rows', () => {
    fc.assert(
      fc.property(dayRows, (rows) => {
        const days = creditsByDay(DAYS, rows);
        expect(days.map(({ day }) => day)).toEqual(everyDay(DAYS));
        for (const [name, column] of [
          ['charged', 'charged_credits'],
          ['refunded', 'refunded_credits'],
          ['net', 'net_charged_credits'],
        ] as const) {
          const sum = days.reduce((total, day) => total + day[name], 0n);
          expect(sum).toBe(rows.reduce((total, row) => total + (amountOf(row[column]) ?? 0n), 0n));
        }
        expect(days.every(({ charged, refunded, net }) => net === charged - refunded)).toBe(true);
      }),
    );
  });

  it('are sorted by their exact amounts, either way, and lose none', () => {
    fc.assert(
      fc.property(dayRows, fc.boolean(), (rows, descending) => {
        const sorted = sortRows(rows, { by: 'net_charged_credits', descending });
        const values = sorted.map((row) => amountOf(row.net_charged_credits) ?? 0n);
        const ordered = values.every((value, index) => {
          const before = values[index - 1] ?? value;
          return descending ? before >= value : before <= value;
        });
        expect(ordered).toBe(true);
        expect(new Set(sorted)).toEqual(new Set(rows));
      }),
    );
  });

  it('are saved with the digits of the API', () => {
    fc.assert(
      fc.property(dayRows, (rows) => {
        const [names = '', ...lines] = usageCsv(['day'], rows).trimEnd().split('\r\n');
        const columns = names.split(',');
        expect(columns).toEqual([
          'day',
          'tasks',
          'charged_credits',
          'refunded_credits',
          'net_charged_credits',
          ...METERS,
        ]);
        expect(lines.map((line) => line.split(',').slice(2, 5))).toEqual(
          rows.map((row) => [row.charged_credits, row.refunded_credits, row.net_charged_credits]),
        );
      }),
    );
  });
});

describe('other rows', () => {
  const [first, second, none] = parseUsage(
    answer(
      printed('"project_id":"b","model":"=1+1",', '9.0000'),
      printed('"project_id":"a","model":"m",', '10.0000'),
      printed('"project_id":null,"model":"m",', '11.0000'),
    ),
  ) as [UsageSumsRow, UsageSumsRow, UsageSumsRow];

  it('put what is nothing last, whichever way', () => {
    const all = [none, first, second];
    expect(sortRows(all, { by: 'project_id', descending: false })).toEqual([second, first, none]);
    expect(sortRows(all, { by: 'project_id', descending: true })).toEqual([first, second, none]);
  });

  it('are sorted by what a reader sees in their place', () => {
    const names = new Map([
      ['a', 'zebra'],
      ['b', 'ant'],
    ]);
    const seen = (row: UsageSumsRow) => names.get(row.project_id ?? '') ?? null;
    const all = [none, second, first];
    expect(sortRows(all, { by: 'project_id', descending: false }, seen)).toEqual([first, second, none]);
  });

  it('lead to the tasks that have an entry in the same days', () => {
    const within = { entry_after: '2026-11-01T00:00:00Z', entry_before: '2026-12-01T00:00:00Z' };
    const groups = ['model', 'project_id'] as const;
    expect(filtersBehind(first, groups, DAYS)).toEqual({ ...within, model: '=1+1', project_id: 'b' });
    expect(filtersBehind(none, groups, DAYS)).toEqual({ ...within, model: 'm', without: 'project_id' });
    const nobodys = { project_id: null, api_key_id: null };
    expect(filtersBehind(nobodys, ['project_id', 'api_key_id'], DAYS)).toEqual({
      ...within,
      without: 'project_id,api_key_id',
    });
    expect(filtersBehind(none, ['model'], DAYS)).toEqual({ ...within, model: 'm' });
    expect(filtersBehind({ day: '2026-11-30' }, ['day'], DAYS)).toEqual({
      entry_after: '2026-11-30T00:00:00Z',
      entry_before: '2026-12-01T00:00:00Z',
    });
  });

  it('are no formulas of a spreadsheet', () => {
    expect(usageCsv(['model'], [first])).toContain("'=1+1,1,9.0000");
  });
});
