import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openChromium } from '@taskfold/local-servers/testing/chromium';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { type ConsolePage, openConsole } from './console-page.ts';
import { type ConsoleSystem, startConsoleSystem } from './console-system.ts';
import { HOSTILE, hostileTask, imageTask, manyTasks } from './seed.ts';

/** A caller who is told of tasks: refuses the first attempt, takes the others. */
const told: string[] = [];
const receiver = createServer((request, response) => {
  request.resume();
  told.push(String(request.headers['webhook-id']));
  response.writeHead(told.length === 1 ? 500 : 204).end();
});

/** Controls, and what turns the direction of text. */
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

let system: ConsoleSystem;
let browser: Browser;
let key = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  [system, browser] = await Promise.all([startConsoleSystem(), openChromium()]);
  key = await system.key();
  await system.tell([
    ...manyTasks(150),
    ...imageTask('img_lighthouse', `http://127.0.0.1:${port}/hook`),
    ...hostileTask('hostile_1'),
  ]);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await system?.close();
  receiver.close();
});

const opened: ConsolePage[] = [];
afterEach(async () => {
  for (const { page, problems } of opened.splice(0)) {
    await page.context().close();
    expect(problems).toEqual([]);
  }
});

/** A window, signed in at a path below /console. */
async function signedIn(path = '/tasks', withKey = key, options: Parameters<typeof openConsole>[1] = {}) {
  const window = await openConsole(browser, options);
  opened.push(window);
  await window.page.goto(`${system.url}/console${path}#key=${withKey}`);
  return window;
}

const row = ({ page }: ConsolePage, taskId: string) => page.locator(`[data-task="${taskId}"]`);

describe('signing in', () => {
  it('is by a key that is tried, kept in the tab and shown by its first characters', async () => {
    const window = await openConsole(browser);
    opened.push(window);
    const { page } = window;
    await page.goto(`${system.url}/console/tasks/img_lighthouse`);
    await window.screenshot('sign-in');
    expect(await window.axe()).toEqual([]);
    await page.getByLabel('API key').fill('sk-wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The API does not know this key').waitFor();
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    // The link that somebody was sent leads on to what it names.
    await page.getByRole('heading', { name: 'img_lighthouse' }).waitFor();
    expect(await page.content()).not.toContain(key);
    expect(await page.locator('header.top').textContent()).toContain(key.slice(0, 12));
    await page.reload();
    await page.getByRole('heading', { name: 'img_lighthouse' }).waitFor();
    const other = await page.context().newPage();
    await other.goto(`${system.url}/console`);
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('is by a link of this machine, whose key leaves the address at once', async () => {
    const { page } = await signedIn('/tasks');
    await page.locator('[data-task]').first().waitFor();
    expect(page.url()).toBe(`${system.url}/console/tasks`);
    expect(await page.evaluate<number>('history.length')).toBeLessThanOrEqual(2);
  });

  it('is with several keys, one at a time', async () => {
    const { page } = await signedIn();
    const reader = await system.key(['events:write']);
    await page.locator('.key-button').click();
    await page.getByRole('menuitem', { name: 'Add a key…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('API key').fill(reader);
    await dialog.getByLabel('Name').fill('writer');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This key does not read tasks').waitFor();
    await page.locator('.key-button').click();
    await page.getByRole('menuitemradio', { name: key.slice(0, 12) }).click();
    await page.locator('[data-task]').first().waitFor();
    await page.locator('.key-button').click();
    await page.getByRole('menuitem', { name: 'Sign out of all keys' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('sk-');
  });
});

describe('the list of tasks', () => {
  it('changes while it is looked at, and waits while the pointer is in it', async () => {
    const window = await signedIn();
    const { page } = window;
    await row(window, 'img_lighthouse').waitFor();
    await window.screenshot('tasks');
    await system.tell([{ type: 'task.created', subject: 'live_1', data: { capability: 'c', model: 'm' } }]);
    await row(window, 'live_1').getByText('queued').waitFor();
    await page.locator('.scroll').hover();
    await system.tell([
      { type: 'task.started', subject: 'live_1' },
      { type: 'task.created', subject: 'live_2', data: { capability: 'c', model: 'm' } },
    ]);
    await page.getByText('2 tasks changed').waitFor();
    await window.screenshot('tasks-waiting');
    expect(await row(window, 'live_1').getByText('queued').count()).toBe(1);
    await page.locator('header .brand').hover();
    await row(window, 'live_1').getByText('running').waitFor();
    await row(window, 'live_2').waitFor();
  });

  it('is filtered by what stands in its address, and goes back with it', async () => {
    const window = await signedIn();
    const { page } = window;
    await page.getByRole('button', { name: 'failed', exact: true }).click();
    await page.waitForURL(/status=failed/);
    await page.getByRole('button', { name: 'Add a filter' }).click();
    await page.getByLabel('Filter by').selectOption('model');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Model' }).fill('hearer-1');
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    await page.waitForURL(/model=hearer-1/);
    await page.getByText('Model: hearer-1').waitFor();
    const statuses = page.locator('.rows .line');
    await eventually('only failed ones of the model are there', async () => {
      const texts = await statuses.allInnerTexts();
      return (texts.length > 0 && texts.every((text) => /failed[\s\S]*hearer-1/.test(text))) || undefined;
    });
    await window.screenshot('tasks-filtered');
    expect(await window.axe()).toEqual([]);
    await page.goBack();
    await page.waitForURL((url) => !url.search.includes('model'));
    await page.goBack();
    await page.waitForURL((url) => url.search === '');
    await row(window, 'img_lighthouse').waitFor();
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

  it('is gone through by keyboard', async () => {
    const window = await signedIn();
    const { page } = window;
    await row(window, 'img_lighthouse').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('next task').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    expect(await page.locator('input[type=search]:focus').count()).toBe(1);
    await page.getByRole('searchbox').blur();
    for (const press of ['j', 'j', 'j', 'k']) {
      await page.keyboard.press(press);
      await page.waitForTimeout(50);
    }
    const second = (await page.locator('.rows [aria-rowindex="3"] a').textContent()) ?? '';
    expect(await page.locator('a:focus').textContent()).toBe(second);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: second }).waitFor();
  });

  it('says what is not there, and what may not be seen', async () => {
    const window = await signedIn('/tasks?model=none');
    await window.page.getByText('No task passes these filters').waitFor();
    const writer = await signedIn('/tasks', await system.key(['events:write']));
    await writer.page.getByText('This key does not read tasks').waitFor();
    expect(await writer.axe()).toEqual([]);
    await window.page.goto(`${system.url}/console/nowhere`);
    await window.page.getByText('There is no such page').waitFor();
  });
});

describe('a task', () => {
  it('shows what happened, what it cost and whether its caller was told', async () => {
    const window = await signedIn('/tasks/img_lighthouse');
    const { page } = window;
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    await page.getByRole('row', { name: /task\.billing_settled/ }).waitFor();
    const conflict = page.getByRole('row', { name: /conflict/ });
    expect(await conflict.textContent()).toContain('the first one stands');
    expect(await page.getByRole('row', { name: /already|had ended/ }).textContent()).toContain('task.failed');
    const money = page.locator('section[aria-labelledby="money"]');
    expect(await money.textContent()).toContain('Net credits40.5000');
    await window.screenshot('task');
    expect(await window.axe()).toEqual([]);
  });

  it('moves by itself, and ends when somebody asks for it', async () => {
    await system.tell([
      { type: 'task.created', subject: 'cancel_1', data: { capability: 'c', model: 'm' } },
      { type: 'task.started', subject: 'cancel_1' },
    ]);
    const reading = await signedIn('/tasks/cancel_1', await system.key(['tasks:read']));
    await reading.page.getByRole('button', { name: 'Cancel…' }).click();
    await reading.page.getByRole('button', { name: 'Cancel the task' }).click();
    await reading.page.getByText('it lacks the scope tasks:cancel').waitFor();
    expect(await reading.axe()).toEqual([]);
    await reading.page.getByRole('button', { name: 'Leave it' }).click();

    const { page } = await signedIn('/tasks/cancel_1');
    await system.tell([
      { type: 'task.progressed', subject: 'cancel_1', data: { percent: 62, stage: 'half way' } },
    ]);
    await page.getByText('62 %').waitFor();
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

  it('has its caller told again', async () => {
    const { page } = await signedIn('/tasks/img_lighthouse');
    const attempts = page.getByRole('region', { name: 'Attempts' }).getByRole('row');
    await eventually('the caller was told', async () => ((await attempts.count()) >= 3 ? true : undefined));
    const before = [await attempts.count(), told.length];
    await page.getByRole('button', { name: 'Redeliver…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Redeliver' }).click();
    await eventually('it was told again', async () => {
      const after = [await attempts.count(), told.length];
      return after.every((count, index) => count > (before[index] ?? 0)) || undefined;
    });
    // The same delivery each time.
    expect(new Set(told).size).toBe(1);
  });

  it('shows what a producer wrote, and nothing of it runs, leads elsewhere or is hidden', async () => {
    const window = await signedIn('/tasks/hostile_1');
    const { page } = window;
    await page.getByRole('row', { name: /task\.invented/ }).waitFor();
    await page.getByRole('button', { name: 'Envelope' }).click();
    await window.screenshot('task-hostile');
    const seen = (await page.locator('main').textContent()) ?? '';
    expect(seen).toContain('<img src=x onerror=alert(1)>');
    expect(seen).toContain('\\u{202e}txt.exe');
    expect(seen.replaceAll(/[\n\t]/g, '')).not.toMatch(UNSEEN);
    expect(await page.locator('main img, main script, main iframe').count()).toBe(0);
    for (const link of await page.locator('a').all()) {
      expect(await link.getAttribute('href')).toMatch(/^\/console\/tasks$/);
    }
    expect(await page.title()).toBe('hostile_1 · Taskfold');
    expect(await window.axe()).toEqual([]);
    await page.goto(`${system.url}/console/tasks?model=${encodeURIComponent(HOSTILE.slice(0, 100))}`);
    await row(window, 'hostile_1').waitFor();
    const chips = await page.getByRole('list', { name: 'Filters' }).textContent();
    expect(chips).toContain('<img src=x');
    expect(chips).not.toMatch(UNSEEN);
  });
});

describe('when something is away', () => {
  it('says that a key was revoked while somebody is signed in with it', async () => {
    const gone = await system.key();
    const window = await signedIn('/tasks', gone);
    await row(window, 'hostile_1').waitFor();
    await system.revoke(gone);
    await window.page.getByText('The API no longer takes the key').waitFor();
    await window.screenshot('key-refused');
    expect(await window.axe()).toEqual([]);
    await window.page.getByRole('button', { name: 'Sign out of this key' }).click();
    await window.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('says that what is shown is stale while no processor runs, and what came since is there afterwards', async () => {
    const window = await signedIn();
    await row(window, 'hostile_1').waitFor();
    await system.stopProcessor();
    await system.tell([{ type: 'task.created', subject: 'late_1', data: { capability: 'c', model: 'm' } }]);
    await window.page.getByText(/Stale: .* behind the log/).waitFor();
    await window.screenshot('stale');
    expect(await window.axe()).toEqual([]);
    await system.startProcessor();
    await row(window, 'late_1').waitFor();
    await window.page.getByText('Up to date').waitFor();
  }, 90_000);

  it('says that the API is, asks until it is back, and has missed nothing', async () => {
    const window = await signedIn();
    await row(window, 'hostile_1').waitFor();
    await system.stopApi();
    await window.page.getByText('The API does not answer; trying again').waitFor();
    await window.screenshot('api-away');
    expect(await window.axe()).toEqual([]);
    await system.startApi();
    await system.tell([{ type: 'task.created', subject: 'after_1', data: { capability: 'c', model: 'm' } }]);
    await row(window, 'after_1').waitFor();
    await window.page.getByText('Up to date').waitFor();
  });
});

describe('the pages', () => {
  it.each(['light', 'dark'] as const)('can be read and used by everybody, %s', async (colorScheme) => {
    const list = await signedIn('/tasks', key, { colorScheme });
    await row(list, 'img_lighthouse').waitFor();
    await list.screenshot(`tasks-${colorScheme}`);
    expect(await list.axe()).toEqual([]);
    const task = await signedIn('/tasks/img_lighthouse', key, {
      colorScheme,
      viewport: { width: 1360, height: 2300 },
    });
    await task.page.getByRole('row', { name: /task\.billing_settled/ }).waitFor();
    await task.screenshot(`task-${colorScheme}`);
    expect(await task.axe()).toEqual([]);
  });

  it('fit on a phone', async () => {
    const window = await signedIn('/tasks/img_lighthouse', key, {
      viewport: { width: 390, height: 844 },
      isMobile: true,
    });
    const { page } = window;
    await page.getByRole('row', { name: /task\.billing_settled/ }).waitFor();
    await window.screenshot('task-phone');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
    expect(await window.axe()).toEqual([]);
    await page.goto(`${system.url}/console/tasks`);
    await page.locator('[data-task]').first().waitFor();
    await window.screenshot('tasks-phone');
  });

  it('take at most 250 kB, compressed, until the first is there', async () => {
    const window = await openConsole(browser);
    opened.push(window);
    const sizes: Promise<number>[] = [];
    window.page.on('requestfinished', (request) => {
      if (request.url().includes('/console'))
        sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    await window.page.goto(`${system.url}/console/tasks/img_lighthouse#key=${key}`);
    await window.page.getByRole('heading', { name: 'img_lighthouse' }).waitFor();
    const sum = (await Promise.all(sizes)).reduce((bytes, size) => bytes + size, 0);
    expect(sum).toBeLessThan(250_000);
    // A budget that is far from what there is would hold nothing.
    expect(sum).toBeGreaterThan(100_000);
  });
});
