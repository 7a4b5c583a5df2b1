import { beforeAll, expect, it } from 'vitest';
import { consoleSystem } from './harness/index.ts';

const system = consoleSystem();

const ENDS = ['task.succeeded', 'task.succeeded', 'task.failed', 'task.canceled', null] as const;
const error = { code: 'out_of_memory', message: 'It did not fit.', retryable: true };

/** Tasks of the last twelve hours, more of them hour by hour. */
beforeAll(() => {
  const hour = 3_600_000;
  const begin = Math.floor(Date.now() / hour) * hour;
  return system.tell(
    Array.from({ length: 12 }, (_none, hoursAgo) =>
      Array.from({ length: 12 - hoursAgo }, (_one, number) => {
        const time = new Date(begin - hoursAgo * hour + 1000).toISOString();
        const subject = `h${hoursAgo}_${number}`;
        const end = ENDS[number % ENDS.length] ?? null;
        return [
          { type: 'task.created', subject, time, data: { capability: 'chat', model: 'm' } },
          ...(end === null
            ? []
            : [{ type: end, subject, time, data: end === 'task.failed' ? { error } : {} }]),
        ];
      }),
    ).flat(2),
  );
});

it('shows the last hours by status above the list, and leads to the tasks of one', async () => {
  const window = await system.signedIn();
  const { page } = window;
  await page.getByText('Last 24 hours: 78 tasks: 39 succeeded, 11 queued, 13 canceled, 15 failed').waitFor();
  await window.row('h0_0').waitFor();
  expect(await window.axeInBothColours('hours')).toEqual([]);
  // By the keyboard: from now to the hour before.
  await page.getByRole('toolbar').getByRole('button').last().focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByText(/: 11 tasks: 5 succeeded, 2 queued, 2 canceled, 2 failed$/).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/created_after=.*created_before=/);
  await window.row('h1_0').waitFor();
  await window.row('h0_0').waitFor({ state: 'detached' });
  expect(await page.locator('[data-task]').count()).toBe(11);
});

it('fits on a phone', async () => {
  const window = await system.signedIn('/tasks', system.owner, {
    viewport: { width: 390, height: 844 },
    isMobile: true,
  });
  await window.page.getByText('Last 24 hours: 78 tasks').waitFor();
  await window.screenshot('hours-phone');
  expect(await window.page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
});
