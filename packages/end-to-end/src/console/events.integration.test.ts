import { expect, it } from 'vitest';
import { consoleSystem, HOSTILE } from './harness/index.ts';

const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const system = consoleSystem();

it('publishes an event by hand, shows its receipt and the task behind it', async () => {
  const key = await system.key(['tasks:read', 'events:write']);
  const window = await system.signedIn('/events', key, { viewport: { width: 1360, height: 1100 } });
  const { page } = window;
  const receipts = page.locator('.receipt');
  const publish = page.getByRole('button', { name: 'Publish', exact: true });
  await page.getByLabel('Task id', { exact: true }).fill('by_hand_1');
  expect(await page.getByRole('combobox', { name: 'Type' }).locator('option').allInnerTexts()).not.toContain(
    'task.callback_attempted',
  );
  // The example of the contract is one that the API takes.
  await publish.click();
  await receipts.getByText('queued').waitFor();

  await page.getByLabel('Type').selectOption('task.progressed');
  await page.getByLabel('Data', { exact: true }).fill('{"percent": 250');
  await page.getByText('This is no JSON').waitFor();
  expect(await publish.isDisabled()).toBe(true);
  await page
    .getByLabel('Data', { exact: true })
    .fill(`{"percent": 250, "stage": ${JSON.stringify(HOSTILE)}}`);
  await publish.click();
  await receipts.getByText(/data\.percent.*at most 100/).waitFor();
  await page.getByLabel('Data', { exact: true }).fill('{"percent": 40}');
  await publish.click();
  await receipts.getByText('at revision 2').waitFor();

  // Money needs more than this key has, and the API says so.
  await page.getByLabel('Type').selectOption('task.charged');
  await publish.click();
  await receipts.getByText('Events of this type need the scope billing:write.').waitFor();

  await receipts.nth(1).getByText('As a program sends it').click();
  expect(await receipts.nth(1).locator('pre').textContent()).not.toContain(key);
  await receipts.nth(1).getByRole('button', { name: 'Publish the same event again' }).click();
  await receipts.nth(0).getByText('at revision 2').waitFor();
  expect(await window.axeInBothColours('events')).toEqual([]);
  expect((await page.locator('.receipts').textContent())?.replaceAll('\n', '')).not.toMatch(UNSEEN);
  await page.setViewportSize({ width: 390, height: 844 });
  await window.screenshot('events-phone');
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);

  await page.getByLabel('Type').selectOption('task.started');
  await page.getByLabel('Task id', { exact: true }).fill('not_created');
  await publish.click();
  await receipts.first().getByText('as soon as its task.created is').waitFor();

  await receipts.nth(1).getByRole('link', { name: 'by_hand_1' }).click();
  await page.getByRole('heading', { name: 'by_hand_1' }).waitFor();
  await page.getByRole('row', { name: /task\.progressed.*duplicate/ }).waitFor();
});

it('shows whatever somebody types as text, and says to a key that it may not publish', async () => {
  const window = await system.signedIn('/events', await system.key(['events:write']));
  const { page } = window;
  await page.getByLabel('Source').fill(HOSTILE);
  await page.getByLabel('Event id', { exact: true }).fill(HOSTILE.slice(0, 40));
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.locator('.receipt').getByText('refused', { exact: true }).waitFor();
  const seen = (await page.locator('.receipts').textContent()) ?? '';
  expect(seen).toContain('<img src=x onerror');
  expect(seen.replaceAll('\n', '')).not.toMatch(UNSEEN);
  expect(await page.locator('main img').count()).toBe(0);

  const reader = await system.signedIn('/events', await system.key(['tasks:read']));
  await reader.page.getByText('This key does not publish events').waitFor();
  expect(await reader.axe()).toEqual([]);
});
