import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { consoleSystem, HOSTILE, hostileTask, type Told } from './harness/index.ts';

/** Takes what comes to /ok, wants no more at /gone unless it was mended, and fails at /later. */
const told: string[] = [];
let mended = false;
const receiver = createServer((request, response) => {
  request.resume();
  const path = request.url ?? '';
  told.push(path);
  const status = path.startsWith('/later') ? 503 : path.startsWith('/gone') && !mended ? 410 : 204;
  response.writeHead(status).end();
});

const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const system = consoleSystem();
let host = '';

function endedTask(subject: string, path: string): Told[] {
  const event = (type: string, data: object): Told => ({ type, subject, data });
  return [
    event('task.created', {
      capability: 'c',
      model: 'm',
      callback: { url: `http://${host}${path}?token=secret` },
    }),
    event('task.succeeded', {}),
  ];
}

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  await system.tell([
    ...Array.from({ length: 6 }, (_, index) => endedTask(`gone_${index}`, '/gone')).flat(),
    ...endedTask('later_1', '/later'),
    ...endedTask('ok_1', '/ok'),
    ...hostileTask('hostile_1'),
  ]);
});

afterAll(() => void receiver.close());

const withStatus = async (status: string) => {
  const answer = await fetch(`${system.url}/v1/tasks?callback_status=${status}`, {
    headers: { authorization: `Bearer ${system.owner}` },
  });
  return ((await answer.json()) as { readonly data: readonly unknown[] }).data.length;
};

it('shows which receivers fail, and tells callers again, many at once', async () => {
  await eventually('every caller was called', async () => {
    const counts = await Promise.all(['failed', 'retrying', 'delivered'].map(withStatus));
    return counts.join() === '7,1,1' || undefined;
  });
  const window = await system.signedIn('/callbacks');
  const { page } = window;
  const receivers = page.getByRole('region', { name: 'Receivers' });
  const line = receivers.getByRole('row', { name: new RegExp(host) });
  await line.waitFor();
  expect((await line.getByRole('cell').allInnerTexts()).slice(1, 5)).toEqual(['6', '1', '–', '1']);
  // Of an address that is none, nothing is shown but that; of any other one the host.
  const seen = (await page.locator('main').textContent()) ?? '';
  expect(seen).toContain('no address');
  expect(seen).not.toContain('token=secret');
  expect(seen).not.toContain(HOSTILE.slice(0, 10));
  expect(seen).not.toMatch(UNSEEN);
  expect(await window.axeInBothColours('callbacks')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });

  // A title puts the rows in order, the other way round when it is pressed again; at the third time they are as they came.
  const deliveries = page.getByRole('region', { name: 'List of deliveries' });
  const links = () => deliveries.getByRole('link').allInnerTexts();
  const asTheyCame = await links();
  const byTask = deliveries.getByRole('columnheader', { name: 'Task', exact: true });
  await byTask.getByRole('button').click();
  expect(await byTask.getAttribute('aria-sort')).toBe('ascending');
  expect(await links()).toEqual(asTheyCame.toSorted());
  await byTask.getByRole('button').click();
  expect(await links()).toEqual(asTheyCame.toSorted().toReversed());
  await byTask.getByRole('button').click();
  expect([await byTask.getAttribute('aria-sort'), await links()]).toEqual([null, asTheyCame]);

  mended = true;
  await receivers.getByRole('button', { name: host }).click();
  await byTask.getByRole('button').click();
  await page.getByRole('checkbox', { name: 'Choose gone_0' }).check();
  await page.getByRole('checkbox', { name: 'Choose gone_3' }).click({ modifiers: ['Shift'] });
  await page.getByRole('button', { name: 'Redeliver 4…' }).waitFor();
  await page.getByRole('checkbox', { name: 'Choose gone_2' }).uncheck();
  await page.getByRole('checkbox', { name: 'Choose gone_3' }).uncheck();
  await page.getByRole('button', { name: 'Redeliver 2…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('2 tasks of 2').waitFor();
  await dialog.getByRole('button', { name: 'Leave it' }).click();
  await page.getByRole('checkbox', { name: 'Choose all' }).check();
  await page.getByRole('button', { name: 'Redeliver 6…' }).click();
  await window.screenshot('callbacks-bulk');
  expect(await window.axe()).toEqual([]);
  await dialog.getByRole('button', { name: 'Redeliver 6' }).click();
  await dialog.getByText('6 done').waitFor();
  await window.screenshot('callbacks-bulk-done');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await eventually('all were told', async () => (await withStatus('delivered')) === 7 || undefined);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('button', { name: 'Delivered 7' }).click();
  await page
    .getByRole('row', { name: /gone_0/ })
    .getByText(/after/)
    .waitFor();
  await page.getByRole('button', { name: 'Retrying 1' }).click();
  await page.getByRole('row', { name: /later_1.*the receiver answered 503/ }).waitFor();

  await page.setViewportSize({ width: 390, height: 844 });
  await window.screenshot('callbacks-phone');
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
});

it('replaces the secret, shows it once, and ends the one before', async () => {
  const window = await system.signedIn('/callbacks');
  const { page } = window;
  const dialog = page.getByRole('dialog');
  const card = page.locator('section[aria-labelledby="secrets"]');
  const rotate = async () => {
    await card.getByRole('button', { name: 'Rotate…' }).click();
    await dialog.getByRole('button', { name: 'Rotate the secret' }).click();
    const secret = await dialog.getByLabel('Secret', { exact: true }).inputValue();
    expect(secret).toMatch(/^whsec_/);
    await dialog.getByRole('button', { name: 'I have stored it' }).click();
    expect(await page.content()).not.toContain(secret);
  };
  await rotate();
  await card
    .getByRole('row', { name: /replaced/ })
    .first()
    .waitFor();
  const before = await card.getByRole('row', { name: /replaced/ }).count();
  await card.getByRole('button', { name: 'Revoke…' }).first().click();
  await window.screenshot('callbacks-revoke');
  await dialog.getByRole('button', { name: 'Revoke the secret' }).click();
  await eventually(
    'it signs no more',
    async () => (await card.getByRole('row', { name: /replaced/ }).count()) === before - 1 || undefined,
  );
  await card.getByRole('row', { name: /current/ }).waitFor();
});

it('sends a test, and says what became of it', async () => {
  const window = await system.signedIn('/callbacks', await system.key(['tasks:read', 'events:write']));
  const { page } = window;
  const card = page.locator('section[aria-labelledby="test-delivery"]');
  await card.getByLabel('Address of the receiver').fill('hooks.example.com');
  await card.getByRole('button', { name: 'Send a test' }).click();
  await card.getByText('begins with https://').waitFor();
  await card.getByLabel('Address of the receiver').fill(`http://${host}/ok-test`);
  await card.getByRole('button', { name: 'Send a test' }).click();
  await card.getByText('delivered').waitFor();
  expect(told).toContain('/ok-test');
  expect(await card.getByRole('link').getAttribute('href')).toMatch(/^\/console\/tasks\/console-test-\w{8}$/);
  // What the key may not do is said where it would be done.
  await page.getByText('This key does not see the secrets of callbacks').waitFor();
  await page
    .getByRole('button', { name: /Redeliver all/ })
    .getByText('needs tasks:cancel')
    .waitFor();
  await window.screenshot('callbacks-test');
  expect(await window.axe()).toEqual([]);
});
