import { expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { consoleSystem, HOSTILE } from './harness/index.ts';

/** The names of keys are one line, and hold no controls; everything else may stand in them. */
const HOSTILE_NAME = HOSTILE.replaceAll(/\p{Cc}/gu, '').slice(0, 120);
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const system = consoleSystem();

interface Listed {
  readonly key_start: string;
  readonly last_used_at: string | null;
}

const asks = async (with_: string, path = '/v1/me') =>
  await fetch(`${system.url}${path}`, { headers: { authorization: `Bearer ${with_}` } });

it('makes a key, shows it once, replaces it with an overlap, and ends it', async () => {
  const window = await system.signedIn('/keys');
  const { page } = window;
  const dialog = page.getByRole('dialog');
  const create = page.getByRole('button', { name: 'Create a key…' });
  await create.click();
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  // Whoever goes by keyboard is where they were.
  await page.locator('button:focus', { hasText: 'Create a key…' }).waitFor();
  await create.click();
  await dialog.getByLabel('Name').fill('website');
  await dialog.getByRole('checkbox', { name: /tasks:cancel/ }).check();
  await dialog.getByLabel('Project').fill('nowhere');
  await dialog.getByLabel('Expires').selectOption('90');
  expect(await window.axe()).toEqual([]);
  await dialog.getByRole('button', { name: 'Create the key' }).click();
  await dialog.getByText('is no project of the tenant').first().waitFor();
  await window.screenshot('keys-create');
  await dialog.getByLabel('Project').fill('');
  await dialog.getByRole('button', { name: 'Create the key' }).click();

  const made = await dialog.getByLabel('Key', { exact: true }).inputValue();
  expect(made).toMatch(/^sk-\w{32}$/);
  await window.screenshot('keys-made');
  expect(await window.axe()).toEqual([]);
  const who = (await (await asks(made)).json()) as { readonly scopes: unknown; readonly expires_at: string };
  expect(who.scopes).toEqual(['tasks:read', 'tasks:cancel']);
  expect(Math.round((Date.parse(who.expires_at) - Date.now()) / 86_400_000)).toBe(90);
  // Neither Escape nor a click beside it takes away what is shown once.
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  await dialog.getByRole('button', { name: 'I have stored it' }).click();
  expect(await page.content()).not.toContain(made);
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain(
    made,
  );

  const row = page.getByRole('row', { name: new RegExp(`website.*${made.slice(0, 12)}`) });
  await row.getByRole('button', { name: 'Rotate…' }).click();
  await dialog.getByLabel('The old key works on').selectOption({ label: 'For an hour' });
  await window.screenshot('keys-rotate');
  await dialog.getByRole('button', { name: 'Rotate the key' }).click();
  const replacement = await dialog.getByLabel('Key', { exact: true }).inputValue();
  await dialog.getByRole('button', { name: 'I have stored it' }).click();
  expect([(await asks(made)).status, (await asks(replacement)).status]).toEqual([200, 200]);
  await row.getByText('ending').waitFor();

  // When a key was used is noted within seconds.
  await eventually('its use is noted', async () => {
    const list = (await (await asks(system.owner, '/v1/keys')).json()) as {
      readonly data: readonly Listed[];
    };
    return list.data.find(({ key_start: start }) => made.startsWith(start))?.last_used_at ?? undefined;
  });
  await row.getByRole('button', { name: 'Revoke…' }).click();
  await dialog.getByText('ask for tasks to end, and have callers told again').waitFor();
  await dialog.getByText(/It was used .*(ago|just now)/).waitFor();
  await window.screenshot('keys-revoke');
  await dialog.getByRole('button', { name: 'Revoke the key' }).click();
  await eventually('it is refused', async () => (await asks(made)).status === 401 || undefined);
  await row.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /With those that ended/ }).click();
  await row.getByText('revoked').first().waitFor();
});

it('says whose key it is, and what it may not do', async () => {
  const reader = await system.key(['tasks:read']);
  await system.tell([{ type: 'task.created', subject: 'waiting_1', data: { capability: 'c', model: 'm' } }]);
  const window = await system.signedIn('/keys', reader);
  const { page } = window;
  await page.getByText('This key does not see the keys of its tenant').waitFor();
  expect(await page.getByRole('button', { name: 'Create a key…' }).textContent()).toContain('needs admin');
  await page.locator('.key-button').click();
  await page
    .getByRole('menu')
    .getByText(/^Tenant tenant_/)
    .waitFor();
  await window.screenshot('keys-forbidden');
  expect(await window.axe()).toEqual([]);
  await page.goto(`${system.url}/console/tasks/waiting_1`);
  const cancel = page.getByRole('button', { name: 'Cancel…' });
  await cancel.getByText('needs tasks:cancel').waitFor();
  expect(await cancel.isDisabled()).toBe(true);
});

it('gives no more than the key has, shows any name as text, and can be read by everybody', async () => {
  const lesser = await system.key(['admin', 'tasks:read']);
  const created = await fetch(`${system.url}/v1/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${lesser}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: HOSTILE_NAME, scopes: ['tasks:read'] }),
  });
  expect(created.status).toBe(201);
  const window = await system.signedIn('/keys', lesser);
  const { page } = window;
  await page.getByRole('row', { name: /<img src=x onerror/ }).waitFor();
  const seen = (await page.locator('main').textContent()) ?? '';
  expect(seen).toContain('\\u{202e}txt.exe');
  expect(seen).not.toMatch(UNSEEN);
  expect(await page.locator('main img').count()).toBe(0);
  expect(await window.axeInBothColours('keys')).toEqual([]);
  await page.getByRole('button', { name: 'Create a key…' }).click();
  const lacked = page.getByRole('checkbox', { name: /events:write/ });
  expect(await lacked.first().isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 390, height: 844 });
  await window.screenshot('keys-phone');
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
});

it('leads from a key to the tasks that were asked for with it, and to the usage by key', async () => {
  const task = (subject: string, more: object = {}) => ({
    type: 'task.created',
    subject,
    data: { capability: 'chat', model: 'talker-9' },
    ...more,
  });
  await system.tell([task('asked_with_own'), task('asked_with_another', { apikeyid: 'gateway_key-7' })]);
  const window = await system.signedIn('/keys');
  const { page } = window;
  const row = page.getByRole('row', { name: new RegExp(`yours.*${system.owner.slice(0, 12)}`) });
  await row.getByRole('link', { name: 'Tasks' }).click();
  await page.locator('[data-task="asked_with_own"]').waitFor();
  expect(await page.locator('[data-task="asked_with_another"]').count()).toBe(0);
  await page
    .getByRole('list', { name: 'Filters' })
    .getByText(`${system.owner.slice(0, 12)}…`)
    .waitFor();
  await window.screenshot('tasks-of-a-key');
  await page.goBack();
  await page.getByRole('link', { name: 'Usage by key' }).click();
  await page.getByRole('button', { name: 'Key', exact: true, pressed: true }).waitFor();
});
