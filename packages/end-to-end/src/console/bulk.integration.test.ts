import { beforeAll, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { callbackReceiver, consoleSystem, HOSTILE, type Told } from './harness/index.ts';

const receiver = callbackReceiver();
const system = consoleSystem();

const BEGIN = Date.now() - 100_000;

/** The one with the highest number is the newest, and stands at the top. */
function taskOf(subject: string, second: number, ended: boolean): Told[] {
  const event = (type: string, after: number, data: object): Told => ({
    type,
    subject,
    data,
    time: new Date(BEGIN + (second + after) * 1000).toISOString(),
  });
  const callback = ended ? { callback: { url: receiver.url } } : {};
  return [
    event('task.created', 0, { capability: 'c', model: 'm', ...callback }),
    event('task.started', 1, {}),
    ...(ended ? [event('task.succeeded', 2, {})] : []),
  ];
}

beforeAll(() =>
  system.tell([
    ...[0, 1, 2].flatMap((index) => taskOf(`ended_${index}`, index, true)),
    ...[3, 4, 5, 6].flatMap((index) => taskOf(`running_${index}`, index, false)),
  ]),
);

it('chooses rows by mouse and keyboard, says which are left out, and asks for the others', async () => {
  const window = await system.signedIn('/tasks');
  const { page } = window;
  const bar = page.getByRole('toolbar', { name: 'What is done to the chosen tasks' });
  const dialog = page.getByRole('dialog');
  const choose = (taskId: string) => page.getByRole('checkbox', { name: `Choose ${taskId}` });
  await choose('running_6').check();
  await choose('running_4').click({ modifiers: ['Shift'] });
  await bar.getByText('3 chosen').waitFor();
  // The two below by keyboard, of which one has ended.
  for (const press of ['j', 'x', 'j', 'x']) await page.keyboard.press(press);
  await bar.getByText('5 chosen').waitFor();
  // A click on a checkbox opens no task.
  expect(page.url()).toBe(`${system.url}/console/tasks`);
  expect(await window.axeInBothColours('tasks-chosen')).toEqual([]);

  await bar.getByRole('button', { name: 'Cancel…' }).click();
  await dialog.getByText('4 tasks of 5.').waitFor();
  await dialog.getByText('1 is left out').click();
  await dialog.getByText('1: ended already').waitFor();
  await dialog.getByLabel('Reason').fill('many at once');
  await window.screenshot('tasks-bulk-cancel');
  expect(await window.axe()).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel 4' }).click();
  await dialog.getByText('4 done').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await bar.waitFor({ state: 'detached' });
  const asked = await fetch(`${system.url}/v1/tasks?status=running`, {
    headers: { authorization: `Bearer ${system.owner}` },
  });
  const { data } = (await asked.json()) as {
    readonly data: readonly { readonly cancel_requested_at: string | null }[];
  };
  expect(data.map(({ cancel_requested_at: at }) => at === null)).toEqual([false, false, false, false]);

  await eventually('every caller was told', async () => receiver.told.length >= 6 || undefined);
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check();
  await bar.getByText('7 chosen').waitFor();
  await bar.getByRole('button', { name: 'Redeliver…' }).click();
  await dialog.getByText('3 tasks of 7.').waitFor();
  // One is refused, in words that would be more than words elsewhere.
  await page.route('**/ended_1/callback/redeliver', (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/json',
      headers: { 'x-request-id': 'refused' },
      body: JSON.stringify({
        error: { code: 'callback_not_configured', message: HOSTILE, retryable: false },
      }),
    }),
  );
  await dialog.getByRole('button', { name: 'Redeliver 3' }).click();
  await dialog.getByText('2 done, 1 failed').waitFor();
  const failed = (await dialog.getByRole('list', { name: 'What failed' }).textContent()) ?? '';
  expect(failed).toMatch(/^ended_1.*<img src=x onerror.*\\u\{202e\}txt/);
  expect(await dialog.locator('img').count()).toBe(0);
  await dialog.getByText('2 were asked for').click();
  await dialog.getByText('ended_2 ended_0').waitFor();
  await window.screenshot('tasks-bulk-done');
  expect(await window.axe()).toEqual([]);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await eventually('each was told once more', async () => receiver.told.length >= 8 || undefined);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await bar.getByText('1 chosen').waitFor();
  await page.keyboard.press('Escape');
  await bar.waitFor({ state: 'detached' });
});
