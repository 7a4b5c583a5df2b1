import { createPool } from '@taskfold/database';
import { beforeAll, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { manyTasks, ownConsoleSystem } from './harness/index.ts';
import { copyTasks } from './many-rows/copy-tasks.ts';

const TASKS = 100_000;
/** Of them so many are fetched, a hundred at a time, on the way down; the end is jumped to. */
const SCROLLED = 10_000;
const ROW_PX = 36;

const { system, services } = ownConsoleSystem();
beforeAll(async () => {
  const seeds = manyTasks(50);
  await system.tell(seeds);
  const ids = [...new Set(seeds.map(({ subject }) => subject))];
  await copyTasks(services().databaseUrl, ids, TASKS - ids.length);
}, 300_000);

/** Runs in the page: goes down until so many rows are there. @returns how many rows existed at once at most */
const scrollTo = (rows: number) => `(async () => {
  const box = document.querySelector('.scroll');
  let most = 0;
  while (box.scrollHeight < ${rows * ROW_PX}) {
    box.scrollTop = box.scrollHeight;
    await new Promise(requestAnimationFrame);
    most = Math.max(most, document.querySelectorAll('[data-task]').length);
  }
  box.scrollTop = box.scrollHeight;
  return most;
})()`;

/** Runs in the page: the first row that is seen, and how far below the top of the list it stands. */
const FIRST_SEEN = `(() => {
  const { top } = document.querySelector('.rows').parentElement.parentElement.getBoundingClientRect();
  const seen = [...document.querySelectorAll('[data-task]')]
    .map((row) => ({ id: row.dataset.task, below: Math.round(row.getBoundingClientRect().top - top) }))
    .filter(({ below }) => below >= 0)
    .sort((a, b) => a.below - b.below);
  return seen[3];
})()`;

interface Seen {
  readonly id: string;
  readonly below: number;
}

it('draws what is seen of a hundred thousand tasks, and keeps the place of whoever reads', async () => {
  const window = await system.signedIn();
  const { page } = window;
  await window.row('task_00049').waitFor();
  const most = await page.evaluate<number>(scrollTo(SCROLLED));
  // What fits on the screen, and a dozen above and below it.
  expect(most).toBeLessThan(70);
  expect(most).toBeGreaterThan(20);

  await page.evaluate(`document.querySelector('.scroll').scrollTop = ${(SCROLLED / 2) * ROW_PX}`);
  await page.evaluate('new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))');
  const before = await page.evaluate<Seen>(FIRST_SEEN);
  const height = await page.evaluate<number>(`document.querySelector('.scroll').scrollHeight`);
  await system.tell(
    Array.from({ length: 30 }, (_, index) => ({
      type: 'task.created',
      subject: `above_${index}`,
      data: { capability: 'c', model: 'm' },
    })),
  );
  await eventually('all have come in above', async () => {
    const grown = (await page.evaluate<number>(`document.querySelector('.scroll').scrollHeight`)) - height;
    return grown >= 30 * ROW_PX || undefined;
  });
  expect(await page.evaluate<Seen>(FIRST_SEEN)).toEqual(before);

  // By keyboard it goes on from what is seen.
  await page.keyboard.press('j');
  const focused = page.locator('[data-task] a:focus');
  await focused.waitFor();
  const place = Number(await page.locator('[data-task]:has(a:focus)').getAttribute('aria-rowindex'));
  expect(place).toBeGreaterThan(SCROLLED / 2);
  await page.keyboard.press('j');
  await page.locator(`[aria-rowindex="${place + 1}"] a:focus`).waitFor();

  // What changes while the pointer is in the list is counted, and comes when it leaves.
  await page.locator('.scroll').hover();
  await system.tell([{ type: 'task.created', subject: 'held', data: { capability: 'c', model: 'm' } }]);
  await page.getByText('1 task changed').waitFor();
  await page.locator('header .brand').hover();
  await page.evaluate(`document.querySelector('.scroll').scrollTop = 0`);
  await window.row('held').waitFor();
});

it('jumps as far back as the time that is asked for, to the very end', async () => {
  const pool = createPool({ url: services().databaseUrl, applicationName: 'test', max: 1 });
  const { rows } = await pool.query<{ before: string; count: number; last: string }>(`
    WITH oldest AS (SELECT date_trunc('second', min(created_at)) + interval '10 minutes' AS before FROM tasks)
    SELECT before, count(*)::int AS count, (array_agg(task_id ORDER BY created_at, task_id))[1] AS last
    FROM oldest JOIN tasks ON created_at < before GROUP BY before`);
  await pool.end();
  const [end] = rows;
  if (end === undefined) throw new Error('there are no tasks');
  expect(end.count).toBeGreaterThan(200);

  const window = await system.signedIn(`/tasks?created_before=${new Date(end.before).toISOString()}`);
  await window.page.locator('[data-task]').first().waitFor();
  await window.page.evaluate(scrollTo(end.count));
  await window.row(end.last).waitFor();
  expect(await window.page.getByRole('table', { name: 'Tasks' }).getAttribute('aria-rowcount')).toBe(
    String(end.count + 1),
  );
});
