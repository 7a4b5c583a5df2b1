import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConsolePage } from './harness/console-page.ts';
import { consoleSystem, moneyTask } from './harness/index.ts';

const system = consoleSystem();

/** Forty days of tasks, with amounts of very different lengths. */
function everyDayTasks() {
  return Array.from({ length: 40 }, (_none, daysAgo) =>
    ['painter-2', 'talker-9'].flatMap((model, index) =>
      moneyTask({
        id: `day_${daysAgo}_${index}`,
        daysAgo,
        model,
        project: index === 0 ? 'storefront' : 'support',
        charged: `${((daysAgo * 37) % 50) * 30 + 1 + 12 * index}.${daysAgo % 3 === 0 ? '00000001' : '25'}`,
        ...(daysAgo % 5 === 0 ? { refunded: `${((daysAgo * 37) % 50) * 10}.5` } : {}),
        tokens: 9_007_199_254_740_000 + daysAgo,
        used: '1',
        end: 'succeeded',
      }),
    ),
  ).flat();
}

/** Of a gateway that has keys of its own. */
const GATEWAY_KEY = 'gateway_key-7';

beforeAll(async () => {
  await system.tell(everyDayTasks());
  await system.tell([
    ...[3, 4].flatMap((daysAgo, index) =>
      moneyTask({
        id: `gateway_${index}`,
        daysAgo,
        model: 'talker-9',
        project: 'support',
        apiKeyId: GATEWAY_KEY,
        charged: '3.5',
        end: 'succeeded',
      }),
    ),
    ...moneyTask({
      id: 'extra',
      daysAgo: 1,
      model: 'talker-9',
      charged: '7.25',
      tokens: 5,
      used: '7.25',
      end: 'succeeded',
    }),
    ...moneyTask({ id: 'kept', daysAgo: 1, model: 'painter-2', charged: '40.5', end: 'failed' }),
    ...moneyTask({
      id: 'unbilled_1',
      daysAgo: 1,
      model: 'talker-9',
      tokens: 10,
      used: '12.00000001',
      end: 'succeeded',
    }),
    ...moneyTask({
      id: 'unbilled_2',
      daysAgo: 2,
      model: 'talker-9',
      tokens: 10,
      used: '0.5',
      end: 'succeeded',
    }),
  ]);
});
interface Sums {
  readonly data: readonly Readonly<Record<string, string | number | null>>[];
}

/** The answer of the API to the question that the page says it asks. */
async function asked({ page }: ConsolePage): Promise<Sums> {
  const path = ((await page.locator('code').first().textContent()) ?? '').replace(/^GET /, '');
  const answer = await fetch(`${system.url}${path}`, {
    headers: { authorization: `Bearer ${system.owner}` },
  });
  return (await answer.json()) as Sums;
}

/** What a person reads in each cell, as the API would print it. */
async function cellsOf(rows: Locator): Promise<string[][]> {
  const texts = await rows.evaluateAll((lines) =>
    lines.map((line) => [...line.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
  );
  return texts.map((cells) => cells.map((cell) => cell.replaceAll('\u00a0', '').replace('−', '-')));
}

describe('usage', () => {
  it('shows the numbers of the API, by day and by anything, and saves each of their digits', async () => {
    const window = await system.signedIn('/usage');
    const { page } = window;
    await page.locator('main tbody tr').nth(10).waitFor();
    const sums = await asked(window);
    expect(sums.data).toHaveLength(30);
    const cells = await cellsOf(page.locator('main tbody tr'));
    const expected = sums.data
      .toReversed()
      .map((row) => [
        row.day,
        String(row.tasks),
        row.charged_credits,
        row.refunded_credits,
        row.net_charged_credits,
      ]);
    expect(cells.map((row) => row.slice(0, 5))).toEqual(expected);
    const total = (await cellsOf(page.locator('main tfoot tr')))[0] ?? [];
    const exact = sums.data.reduce((sum, row) => sum + BigInt(toUnits(String(row.net_charged_credits))), 0n);
    expect(BigInt(toUnits(total[3] ?? ''))).toBe(exact);
    expect(await page.locator('.totals').textContent()).toContain('Used, not charged12.500000012 tasks');
    expect(await window.axeInBothColours('usage')).toEqual([]);

    const by = (group: string) =>
      page.getByRole('group', { name: 'Sums by' }).getByRole('button', { name: group });
    await by('Day').click();
    await by('Model').click();
    await by('Project').click();
    expect(page.url()).toMatch(/\?group_by=model%2Cproject_id$/);
    await page.getByRole('columnheader', { name: 'Model' }).waitFor();
    await page.getByRole('columnheader', { name: 'Charged' }).getByRole('button').click();
    await page.getByRole('cell', { name: 'storefront' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: 'Export' })
        .click()
        .then(() => page.getByRole('menuitem', { name: 'The table, as CSV' }).click()),
    ]);
    expect(download.suggestedFilename()).toMatch(/^usage-.*\.csv$/);
    const [names = '', ...lines] = (await textOf(await download.createReadStream())).trimEnd().split('\r\n');
    const byModel = await asked(window);
    expect(lines).toHaveLength(byModel.data.length);
    expect(names.startsWith('model,project_id,tasks,charged_credits,')).toBe(true);
    const storefront = byModel.data.find((row) => row.project_id === 'storefront');
    expect(lines.find((line) => line.startsWith('painter-2,storefront,'))).toContain(
      `,${storefront?.charged_credits},${storefront?.refunded_credits},${storefront?.net_charged_credits},`,
    );
    // More than a JavaScript number holds.
    expect(lines.join()).toMatch(/,27021597764\d{7},/);
    await window.screenshot('usage-by-model');
  });

  it('leads from a number to the tasks that it counts', async () => {
    const window = await system.signedIn('/usage?period=7d&group_by=model,status');
    const { page } = window;
    const row = page.getByRole('row', { name: /^talker-9 succeeded/ });
    await row.waitFor();
    const count = (await row.getByRole('link').textContent()) ?? '';
    await row.getByRole('link').click();
    await page.locator('[data-task]').first().waitFor();
    await page.getByText('Used, charged or refunded since').first().waitFor();
    expect(await page.getByRole('table', { name: 'Tasks' }).getAttribute('aria-rowcount')).toBe(
      String(Number(count) + 1),
    );
    await page.goBack();
    // By the chart, with the keyboard alone: the day before today.
    const today = page.getByRole('toolbar').getByRole('button').last();
    await today.focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByText(/: charged .*; 5 tasks$/).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[data-task="extra"]').waitFor();
    expect(await page.locator('[data-task]').count()).toBe(5);
  });

  it('adds up by key, by its name to who may list keys, and leads to its tasks and to those of no project', async () => {
    const window = await system.signedIn('/usage?period=7d&group_by=api_key_id');
    const { page } = window;
    const rows = page.locator('main tbody tr');
    const own = rows.filter({ hasText: `${system.owner.slice(0, 12)}…` });
    await own.waitFor();
    // Names are asked for beside the sums: until they are known ids stand there.
    const sums = await asked(window);
    const gateway = rows.filter({ hasText: GATEWAY_KEY });
    const cells = await cellsOf(gateway);
    const ofGateway = sums.data.find((row) => row.api_key_id === GATEWAY_KEY);
    expect(cells[0]?.slice(1, 3)).toEqual([String(ofGateway?.tasks), ofGateway?.charged_credits]);
    expect(sums.data).toHaveLength(2);
    expect(await window.axeInBothColours('usage-by-key')).toEqual([]);
    await gateway.getByRole('link').click();
    await page.locator('[data-task="gateway_0"]').waitFor();
    expect(await page.locator('[data-task]').count()).toBe(Number(ofGateway?.tasks));
    await page.getByRole('list', { name: 'Filters' }).getByText(`Key: ${GATEWAY_KEY}`).waitFor();
    await page.locator('[data-task="gateway_0"]').getByRole('link').click();
    await page.locator('.facts').getByText(GATEWAY_KEY).waitFor();

    await page.goto(`${system.url}/console/usage?period=7d&group_by=project_id`);
    const none = rows.filter({ hasNotText: /storefront|support/ });
    await none.waitFor();
    const count = (await none.getByRole('link').textContent()) ?? '';
    await none.getByRole('link').click();
    await page.locator('[data-task="kept"]').waitFor();
    expect(await page.locator('[data-task]').count()).toBe(Number(count));
    await page.getByRole('list', { name: 'Filters' }).getByText('Has no: project').waitFor();

    const reader = await system.signedIn(
      '/usage?period=7d&group_by=api_key_id',
      await system.key(['tasks:read']),
    );
    await reader.page.locator('main tbody tr').filter({ hasText: GATEWAY_KEY }).waitFor();
    expect(await reader.page.locator('main tbody').textContent()).not.toContain(system.owner.slice(0, 12));
  });

  it('fits on a phone, and says when there is nothing', async () => {
    const window = await system.signedIn('/usage', system.owner, {
      viewport: { width: 390, height: 1400 },
      isMobile: true,
    });
    const { page } = window;
    await page.locator('main tbody tr').first().waitFor();
    await window.screenshot('usage-phone');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
    expect(await window.axe()).toEqual([]);
    await page.goto(`${system.url}/console/usage?from=2020-01-01&to=2020-01-31`);
    await page.getByText('Nothing was used, charged or refunded on these days').waitFor();
    expect(await window.axe()).toEqual([]);
  });
});

/** An amount in units of 10^-8. */
function toUnits(amount: string): string {
  const [whole = '', fraction = ''] = amount.split('.');
  return whole + fraction.padEnd(8, '0');
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}
