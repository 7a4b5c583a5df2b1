import { expect, test } from 'vitest';
import { CannotTell, type Check, type Examined, fail, warn } from './check.ts';
import { reportOf } from './report.ts';
import { runChecks } from './run-checks.ts';

const check = (id: string, examine: () => Promise<Examined>, needs: readonly string[] = []): Check => ({
  id,
  title: id,
  page: 'docs/operations/README.md',
  needs,
  examine,
});
const well = async () => ({ summary: 'well' });
const signal = new AbortController().signal;
const run = (checks: readonly Check[], limitMs = 1000) => runChecks(checks, { limitMs, signal });
const statuses = async (checks: readonly Check[], limitMs?: number) =>
  Object.fromEntries((await run(checks, limitMs)).map(({ id, status, summary }) => [id, [status, summary]]));

test('one that throws, hangs or cannot tell hides no other', async () => {
  const found = await statuses(
    [
      check('hangs', () => new Promise(() => {})),
      check('throws', () => Promise.reject(new Error('broken'))),
      check('cannot', () => Promise.reject(new CannotTell('nobody can see it'))),
      check('well', well),
    ],
    20,
  );
  expect(found).toEqual({
    hangs: ['fail', 'no answer'],
    throws: ['fail', 'could not be looked at'],
    cannot: ['skipped', 'nobody can see it'],
    well: ['ok', 'well'],
  });
});

test('what needs one that failed is skipped and says what it waits for, and so is what needs that', async () => {
  const found = await statuses([
    check('connection', async () => ({ summary: 'away', findings: [fail('It is away.', 'Start it.')] })),
    check('slow', async () => ({ summary: 'slow', findings: [warn('It is slow.', 'Wait.')] })),
    check('tables', well, ['connection']),
    check('rows', well, ['slow', 'tables']),
    check('speed', well, ['slow']),
  ]);
  expect(found).toMatchObject({
    tables: ['skipped', 'waits for connection'],
    rows: ['skipped', 'waits for tables'],
    speed: ['ok', 'well'],
  });
});

test('a missing table and a missing right are waited for', async () => {
  const coded = (code: string) => async (): Promise<Examined> => {
    throw Object.assign(new Error('of PostgreSQL'), { code });
  };
  const found = await statuses([check('table', coded('42P01')), check('right', coded('42501'))]);
  expect(found.table).toEqual(['skipped', 'waits for database.migrations (of PostgreSQL)']);
  expect(found.right).toEqual(['skipped', 'waits for a login that may look (of PostgreSQL)']);
});

test('the report has the worst of all, and how many there are of each', async () => {
  const warns = check('warns', async () => ({ summary: 's', findings: [warn('It is odd.', 'Look.')] }));
  const report = reportOf(await run([warns, check('well', well), check('tables', well, ['well'])]));
  expect(report).toMatchObject({ status: 'warn', counts: { ok: 2, warn: 1, fail: 0, skipped: 0 } });
  expect(report.data[0]?.findings).toEqual([{ severity: 'warn', found: 'It is odd.', to_do: 'Look.' }]);
});

test('it ends where it is interrupted', async () => {
  const stopping = new AbortController();
  const running = runChecks([check('hangs', () => new Promise(() => {}))], {
    limitMs: 10_000,
    signal: stopping.signal,
  });
  stopping.abort(new Error('interrupted'));
  await expect(running).rejects.toThrow('interrupted');
});
