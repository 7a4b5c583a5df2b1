import type { Request } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { callbackReceiver, consoleSystem, HOSTILE, hostileTask, imageTask } from './harness/index.ts';

/** Controls, and what turns the direction of text. */
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const receiver = callbackReceiver();
const system = consoleSystem();
beforeAll(() => system.tell([...imageTask('img_lighthouse', receiver.url), ...hostileTask('hostile_1')]));

it('moves by itself, and ends when somebody asks for it', async () => {
  await system.tell([
    { type: 'task.created', subject: 'cancel_1', data: { capability: 'c', model: 'm' } },
    { type: 'task.started', subject: 'cancel_1' },
  ]);
  const reading = await system.signedIn('/tasks/cancel_1', await system.key(['tasks:read']));
  const mayNot = reading.page.getByRole('button', { name: 'Cancel…' });
  await mayNot.getByText('needs tasks:cancel').waitFor();
  expect(await mayNot.isDisabled()).toBe(true);
  expect(await reading.axe()).toEqual([]);

  const { page } = await system.signedIn('/tasks/cancel_1');
  await system.tell([
    { type: 'task.progressed', subject: 'cancel_1', data: { percent: 62, stage: 'half way' } },
  ]);
  await page.getByText('62 %').waitFor();

  // It comes by a stream, which a tab that nobody sees lets go.
  const isStream = (request: Request) => request.url().endsWith('/v1/tasks/cancel_1/stream');
  const see = (hidden: boolean) =>
    page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, value: ${hidden} });
      document.dispatchEvent(new Event('visibilitychange'))`);
  const letGo = page.waitForEvent('requestfailed', isStream);
  await see(true);
  await letGo;
  const again = page.waitForEvent('request', isStream);
  await see(false);
  await again;
  await system.tell([{ type: 'task.progressed', subject: 'cancel_1', data: { percent: 63 } }]);
  await page.getByText('63 %').waitFor();

  await page.getByRole('button', { name: 'Cancel…' }).click();
  await page.getByLabel('Reason').fill('tried in a browser');
  await page.getByRole('button', { name: 'Cancel the task' }).click();
  await page.getByText('It has not ended yet.').waitFor();
  await system.tell([{ type: 'task.canceled', subject: 'cancel_1' }]);
  await page.getByText('It ended by that.').waitFor();
  // The one that watched without asking sees the same.
  await reading.page.getByText('It ended by that.').waitFor();
  expect(await page.getByRole('button', { name: 'Cancel…' }).count()).toBe(0);
});

it('shows what a producer wrote, and nothing of it runs, leads elsewhere or is hidden', async () => {
  const window = await system.signedIn('/tasks/hostile_1');
  const { page } = window;
  await page.getByRole('row', { name: /task\.invented/ }).waitFor();
  await page.getByRole('button', { name: 'Envelope' }).click();
  await window.screenshot('task-hostile');
  const seen = (await page.locator('main').textContent()) ?? '';
  expect(seen).toContain('<img src=x onerror=alert(1)>');
  expect(seen).toContain('\\u{202e}txt.exe');
  expect(seen.replaceAll(/[\n\t]/g, '')).not.toMatch(UNSEEN);
  expect(await page.locator('main img, main script, main iframe').count()).toBe(0);
  // Those of the frame and of the way back to the list; none that the producer wrote.
  for (const link of await page.locator('a').all()) {
    expect(await link.getAttribute('href')).toMatch(/^\/console\/[a-z]+$/);
  }
  expect(await page.title()).toBe('hostile_1 · Taskfold');
  expect(await window.axe()).toEqual([]);
  await page.goto(`${system.url}/console/tasks?model=${encodeURIComponent(HOSTILE.slice(0, 100))}`);
  await window.row('hostile_1').waitFor();
  const chips = await page.getByRole('list', { name: 'Filters' }).textContent();
  expect(chips).toContain('<img src=x');
  expect(chips).not.toMatch(UNSEEN);
});

it('fits on a phone, and takes at most 250 kB, compressed, until it is there', async () => {
  const window = await system.signedIn('/tasks/img_lighthouse', system.owner, {
    viewport: { width: 390, height: 844 },
    isMobile: true,
  });
  const { page } = window;
  await page.getByRole('row', { name: /task\.billing_settled/ }).waitFor();
  const sizes = await page.evaluate<number[]>(
    `performance.getEntries().filter(({ name }) => name.includes('/console')).map(({ encodedBodySize }) => encodedBodySize)`,
  );
  const sum = sizes.reduce((bytes, size) => bytes + size, 0);
  expect(sum).toBeLessThan(250_000);
  // A budget that is far from what there is would hold nothing.
  expect(sum).toBeGreaterThan(100_000);
  await window.screenshot('task-phone');
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
  expect(await window.axe()).toEqual([]);
  await page.getByRole('link', { name: 'Taskfold console' }).click();
  await page.locator('[data-task]').first().waitFor();
  await window.screenshot('tasks-phone');
});

// Last, because the caller has refused the first attempt, and the second comes seconds later.
it('shows what happened, what it cost and whether its caller was told, and has it told again', async () => {
  const window = await system.signedIn('/tasks/img_lighthouse');
  const { page } = window;
  await page.getByRole('heading', { name: 'Timeline' }).waitFor();
  await page.getByRole('row', { name: /task\.billing_settled/ }).waitFor();
  const conflict = page.getByRole('row', { name: /conflict/ });
  expect(await conflict.textContent()).toContain('the first one stands');
  expect(await page.getByRole('row', { name: /already|had ended/ }).textContent()).toContain('task.failed');
  const money = page.locator('section[aria-labelledby="money"]');
  expect(await money.textContent()).toContain('Net credits40.5000');
  // Each entry with its reason.
  await money.getByText('hold, an estimate').waitFor();
  await money.getByText('unused: less was used than held').waitFor();

  const attempts = page.getByRole('region', { name: 'Attempts' }).getByRole('row');
  // The line of titles, the attempt that was refused, and the one that was taken.
  await eventually('the caller was told', async () => (await attempts.count()) >= 3 || undefined);
  await page.getByText(/The caller was told at .*, by attempt 2\./).waitFor();
  await page.setViewportSize({ width: 1360, height: 2300 });
  expect(await window.axeInBothColours('task')).toEqual([]);
  const before = [await attempts.count(), receiver.told.length];
  await page.getByRole('button', { name: 'Redeliver…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Redeliver' }).click();
  await eventually('it was told again', async () => {
    const after = [await attempts.count(), receiver.told.length];
    return after.every((count, index) => count > (before[index] ?? 0)) || undefined;
  });
  // The same delivery each time.
  expect(new Set(receiver.told).size).toBe(1);
});
