import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page, Response } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { consoleSystem, imageTask } from './harness/index.ts';

const system = consoleSystem();
beforeAll(() => system.tell(imageTask('img_kept')));

const sentToForeign: string[] = [];
/** Another server of this machine. To browsers it is the same site, whatever the port: it is sent the cookies, and so is what it asks. */
const foreign = createServer(({ headers }, response) => {
  sentToForeign.push(headers.cookie ?? '');
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>page</title>');
});
beforeAll(() => new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve)));
afterAll(() => void foreign.close());

/** Fills the form for a key. @param at where it is: the page, or a dialog of it */
async function signIn(at: Pick<Page, 'getByLabel' | 'getByRole'>, key: string, label: string): Promise<void> {
  await at.getByLabel('API key').fill(key);
  await at.getByLabel('Name').fill(label);
  await at.getByLabel('Keep me signed in on this browser').check();
  await at.getByRole('button', { name: 'Sign in' }).click();
}

/** All that scripts of a page can read. */
const readable = (page: Page) =>
  page.evaluate<string>('JSON.stringify([document.cookie, { ...sessionStorage }, { ...localStorage }])');

const sessionsOf = async (page: Page) =>
  (await page.context().cookies()).filter(({ name }) => name.includes('taskfold-session'));

it('lasts beyond its tab by choice, where no page can read it, until somebody signs out', async () => {
  const window = await system.open('/tasks/img_kept');
  const { page } = window;
  await signIn(page, system.owner, 'production');
  await page.getByRole('heading', { name: 'img_kept' }).waitFor();
  const [cookie, ...others] = await sessionsOf(page);
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/', domain: '127.0.0.1' });
  const hours = ((cookie?.expires ?? 0) - Date.now() / 1000) / 3600;
  expect(hours > 11.9 && hours <= 12).toBe(true);
  expect(cookie?.value).not.toContain(system.owner);

  const other = await page.context().newPage();
  await page.close();
  await other.goto(`${system.url}/console/tasks/img_kept`);
  await other.getByRole('heading', { name: 'img_kept' }).waitFor();
  // What happens meanwhile comes by the stream, which the session asks for as a key does.
  await system.tell([
    { type: 'task.warned', subject: 'img_kept', data: { warnings: [{ code: 'late_news', message: 'm' }] } },
  ]);
  await other.getByText('late_news').first().waitFor();
  expect(await other.locator('header.top').textContent()).toContain(system.owner.slice(0, 12));
  const read = (await readable(other)) + (await other.content());
  for (const secret of [system.owner, cookie?.value ?? 'none']) expect(read).not.toContain(secret);
  expect(await other.evaluate<string>('document.cookie')).toBe('');
  // Neither does what programs are shown to ask with name it.
  expect(await other.locator('.code').first().textContent()).not.toContain('session');

  await other.locator('.key-button').click();
  await other.getByText('this browser').waitFor();
  await other.getByRole('menuitem', { name: 'Sign out of this key' }).click();
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await sessionsOf(other)).toEqual([]);
  await other.reload();
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
});

it('stands beside keys of the tab and further sessions, and is the same in every tab', async () => {
  const window = await system.signedIn();
  const { page } = window;
  await window.row('img_kept').waitFor();
  const writer = await system.key(['events:write']);
  for (const [key, label] of [
    [await system.key(), 'staging'],
    [writer, 'writer'],
  ] as const) {
    await page.locator('.key-button').click();
    await page.getByRole('menuitem', { name: 'Add a key…' }).click();
    await signIn(page.getByRole('dialog'), key, label);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await page.getByText('This key does not read tasks').waitFor();
  await page.locator('.key-button').click();
  const listed = page.getByRole('group', { name: 'Keys' }).getByRole('menuitemradio');
  expect(await listed.allTextContents()).toEqual([
    expect.stringMatching(/this tab$/),
    expect.stringMatching(/staging .*this browser$/),
    expect.stringMatching(/writer .*this browser$/),
  ]);
  expect(await window.axeInBothColours('key-menu-sessions')).toEqual([]);
  await page.keyboard.press('Escape');

  const other = await page.context().newPage();
  await other.goto(`${system.url}/console/tasks`);
  await other.locator('.key-button').click();
  await other.getByRole('menuitemradio', { name: 'staging' }).click();
  await other.locator('[data-task="img_kept"]').waitFor();
  await page.locator('.key-button').click();
  await page.getByRole('menuitem', { name: 'Sign out of this key' }).click();
  await window.row('img_kept').waitFor();
  expect(await sessionsOf(page)).toHaveLength(1);
  await page.locator('.key-button').click();
  await page.getByRole('menuitem', { name: 'Sign out of all keys' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  // The other tab is told.
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await sessionsOf(page)).toEqual([]);
});

it('ends when its key is revoked, in a tab that is open and in one that opens', async () => {
  const gone = await system.key();
  const window = await system.open('/tasks');
  const { page } = window;
  await signIn(page, gone, '');
  await window.row('img_kept').waitFor();
  await system.revoke(gone);
  await page.getByText('The API no longer takes the key').waitFor();
  await window.screenshot('session-refused');
  await page.reload();
  await page.getByText('The session has ended, or its key was revoked').waitFor();
  expect(await window.axe()).toEqual([]);
  await page.getByRole('button', { name: 'Sign out of this key' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await sessionsOf(page)).toEqual([]);
});

it('stays where the API cannot be told that it ends, and says so, on a phone as well', async () => {
  const window = await system.open('/tasks', { viewport: { width: 390, height: 844 } });
  const { page } = window;
  await page.getByLabel('Keep me signed in on this browser').waitFor();
  await window.screenshot('session-sign-in-phone');
  await signIn(page, system.owner, '');
  await window.row('img_kept').waitFor();
  await page.route('**/console/session/*', (route) => route.abort());
  await page.locator('.key-button').click();
  await page.getByRole('menuitem', { name: 'Sign out of this key' }).click();
  await page.getByText('You are still signed in on this browser').waitFor();
  await window.screenshot('session-not-ended');
  expect(await window.axe()).toEqual([]);
  await page.unroute('**/console/session/*');
  await page.locator('.key-button').click();
  await page.getByRole('menuitem', { name: 'Sign out of this key' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

it('is of no use to a page of another origin, which the browser sends the cookie for all the same', async () => {
  const window = await system.open('/tasks');
  const { page } = window;
  await signIn(page, system.owner, '');
  await window.row('img_kept').waitFor();
  const [cookie] = await sessionsOf(page);
  const id = cookie?.name.replace('taskfold-session-', '') ?? '';

  const attacker = await page.context().newPage();
  await attacker.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}`);
  expect(sentToForeign.at(0)).toContain(cookie?.value);
  const answers: Response[] = [];
  attacker.on('response', (response) => void answers.push(response));
  const outcomes = await attacker.evaluate(
    async ([base, session]) => {
      const tries: [string, RequestInit][] = [
        ['/v1/me', { mode: 'no-cors' }],
        ['/v1/events', { mode: 'no-cors', method: 'POST', body: '{}' }],
        ['/console/session', { mode: 'no-cors' }],
        ['/v1/me', { headers: { 'taskfold-session': session ?? '' } }],
        [`/console/session/${session}`, { method: 'DELETE' }],
        ['/console/session', { method: 'DELETE' }],
      ];
      const all = tries.map(async ([path, init]) => {
        try {
          return (await fetch(`${base}${path}`, { ...init, credentials: 'include' })).type;
        } catch {
          return 'refused';
        }
      });
      return await Promise.all(all);
    },
    [system.url, id],
  );
  expect(outcomes).toEqual(['opaque', 'opaque', 'opaque', 'refused', 'refused', 'refused']);
  // A form, as any page may send one.
  await attacker.setContent(
    `<form method="post" action="${system.url}/console/session"><button>Send</button>`,
  );
  await attacker.getByRole('button').click();
  await attacker.getByText('forbidden').waitFor();
  await expect.poll(() => answers.length).toBeGreaterThanOrEqual(4);
  const told = answers.map(
    (answer) => `${answer.request().method()} ${new URL(answer.url()).pathname} ${answer.status()}`,
  );
  expect(told.toSorted()).toEqual([
    'GET /console/session 403',
    'GET /v1/me 401',
    'POST /console/session 403',
    'POST /v1/events 401',
  ]);
  await page.reload();
  await window.row('img_kept').waitFor();
  expect(await sessionsOf(page)).toHaveLength(1);
});
