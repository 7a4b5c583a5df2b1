import { beforeAll, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { consoleSystem, imageTask, manyTasks } from './harness/index.ts';

const system = consoleSystem();
beforeAll(() => system.tell([...manyTasks(150), ...imageTask('img_lighthouse')]));

it('changes while it is looked at, and waits while the pointer is in it', async () => {
  const window = await system.signedIn();
  const { page } = window;
  await window.row('img_lighthouse').waitFor();
  expect(await window.axeInBothColours('tasks')).toEqual([]);
  await system.tell([{ type: 'task.created', subject: 'live_1', data: { capability: 'c', model: 'm' } }]);
  await window.row('live_1').getByText('queued').waitFor();
  await page.locator('.scroll').hover();
  await system.tell([
    { type: 'task.started', subject: 'live_1' },
    { type: 'task.created', subject: 'live_2', data: { capability: 'c', model: 'm' } },
  ]);
  await page.getByText('2 tasks changed').waitFor();
  await window.screenshot('tasks-waiting');
  expect(await window.row('live_1').getByText('queued').count()).toBe(1);
  await page.locator('header .brand').hover();
  await window.row('live_1').getByText('running').waitFor();
  await window.row('live_2').waitFor();
});

it('is filtered by what stands in its address, and goes back with it', async () => {
  const window = await system.signedIn();
  const { page } = window;
  await page.getByRole('button', { name: 'failed', exact: true }).click();
  await page.waitForURL(/status=failed/);
  await page.getByRole('button', { name: 'Add a filter' }).click();
  await page.getByLabel('Filter by').selectOption('model');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Model' }).fill('hearer-1');
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
  await page.waitForURL(/model=hearer-1/);
  await page.getByText('Model: hearer-1').waitFor();
  const rows = page.locator('.rows .line');
  await eventually('only failed ones of the model are there', async () => {
    const texts = await rows.allInnerTexts();
    return (texts.length > 0 && texts.every((text) => /failed[\s\S]*hearer-1/.test(text))) || undefined;
  });
  await window.screenshot('tasks-filtered');
  expect(await window.axe()).toEqual([]);
  await page.goBack();
  await page.waitForURL((url) => !url.search.includes('model'));
  await page.goBack();
  await page.waitForURL((url) => url.search === '');
  await window.row('img_lighthouse').waitFor();
  await page.getByRole('searchbox').fill('user=u_3');
  await page.keyboard.press('Enter');
  await page.getByText('user = u_3').waitFor();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.getByRole('searchbox').fill('order-4711');
  await page.keyboard.press('Enter');
  await page.getByText('Request: order-4711').waitFor();
  await page.getByRole('searchbox').fill('img_lighthouse');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'img_lighthouse' }).waitFor();
  await page.goBack();
  await page.getByText('Request: order-4711').waitFor();
});

it('is gone through by keyboard, and says what is not there', async () => {
  const window = await system.signedIn();
  const { page } = window;
  await window.row('img_lighthouse').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('next task').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  expect(await page.locator('input[type=search]:focus').count()).toBe(1);
  await page.getByRole('searchbox').blur();
  const line = (rowIndex: number) => page.locator(`.rows [aria-rowindex="${rowIndex}"]`);
  // Lines are counted from 1, with that of the titles.
  for (const [press, at] of [
    ['j', 2],
    ['j', 3],
    ['j', 4],
    ['k', 3],
  ] as const) {
    await page.keyboard.press(press);
    await line(at).locator('a:focus').waitFor();
  }
  const second = (await line(3).locator('a').textContent()) ?? '';
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: second }).waitFor();

  await page.goto(`${system.url}/console/tasks?model=none`);
  await page.getByText('No task passes these filters').waitFor();
  await page.goto(`${system.url}/console/nowhere`);
  await page.getByText('There is no such page').waitFor();
});
