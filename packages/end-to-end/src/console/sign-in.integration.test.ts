import { beforeAll, expect, it } from 'vitest';
import { consoleSystem, imageTask } from './harness/index.ts';

const system = consoleSystem();
beforeAll(() => system.tell(imageTask('img_lighthouse')));

it('is by a key that is tried, kept in the tab and shown by its first characters', async () => {
  const window = await system.open('/tasks/img_lighthouse');
  const { page } = window;
  await page.getByLabel('API key').fill('sk-wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The API does not know this key').waitFor();
  expect(await window.axeInBothColours('sign-in')).toEqual([]);
  await page.getByLabel('API key').fill(system.owner);
  await page.getByRole('button', { name: 'Sign in' }).click();
  // The link that somebody was sent leads on to what it names.
  await page.getByRole('heading', { name: 'img_lighthouse' }).waitFor();
  expect(await page.content()).not.toContain(system.owner);
  expect(await page.locator('header.top').textContent()).toContain(system.owner.slice(0, 12));
  await page.reload();
  await page.getByRole('heading', { name: 'img_lighthouse' }).waitFor();
  const other = await page.context().newPage();
  await other.goto(`${system.url}/console`);
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
});

it('is by a link of this machine, whose key leaves the address at once; and with several keys, one at a time', async () => {
  const window = await system.signedIn();
  const { page } = window;
  await window.row('img_lighthouse').waitFor();
  expect(page.url()).toBe(`${system.url}/console/tasks`);
  expect(await page.evaluate<number>('history.length')).toBeLessThanOrEqual(2);

  await page.locator('.key-button').click();
  await page.getByRole('menuitem', { name: 'Add a key…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('API key').fill(await system.key(['events:write']));
  await dialog.getByLabel('Name').fill('writer');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('This key does not read tasks').waitFor();
  expect(await window.axe()).toEqual([]);
  await page.locator('.key-button').click();
  await page.getByRole('menuitemradio', { name: system.owner.slice(0, 12) }).click();
  await window.row('img_lighthouse').waitFor();
  await page.locator('.key-button').click();
  await page.getByRole('menuitem', { name: 'Sign out of all keys' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('sk-');
});

it('ends when the key is revoked while somebody is signed in with it', async () => {
  const gone = await system.key();
  const window = await system.signedIn('/tasks', gone);
  await window.row('img_lighthouse').waitFor();
  await system.revoke(gone);
  await window.page.getByText('The API no longer takes the key').waitFor();
  await window.screenshot('key-refused');
  expect(await window.axe()).toEqual([]);
  await window.page.getByRole('button', { name: 'Sign out of this key' }).click();
  await window.page.getByRole('heading', { name: 'Sign in' }).waitFor();
});
