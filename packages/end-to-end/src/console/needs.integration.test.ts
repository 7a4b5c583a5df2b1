import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleSystem, HOSTILE, moneyTask } from './harness/index.ts';

const system = consoleSystem();

/** A caller that wants to be told of nothing more. */
const receiver = createServer((request, response) => {
  request.resume();
  response.writeHead(410).end();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  await system.tell([
    ...moneyTask({
      id: 'untold',
      daysAgo: 1,
      model: 'talker-9',
      charged: '7.25',
      tokens: 5,
      used: '7.25',
      end: 'succeeded',
      callbackUrl: url,
    }),
    ...moneyTask({ id: 'kept', daysAgo: 1, model: 'painter-2', charged: '40.5', end: 'failed' }),
    ...moneyTask({ id: 'kept_before', daysAgo: 3, model: 'painter-2', charged: '3', end: 'canceled' }),
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
    ...moneyTask({
      id: 'too_much',
      daysAgo: 2,
      model: HOSTILE.slice(0, 100),
      charged: '1',
      refunded: '3',
      tokens: 1,
      end: 'succeeded',
    }),
    ...moneyTask({ id: 'stuck', daysAgo: 2, model: 'talker-9', end: null, deadline: '2020-01-01T00:00:00Z' }),
  ]);
});
afterAll(() => void receiver.close());

describe('needs', () => {
  it('answers which tasks were charged and not delivered yesterday', async () => {
    const window = await system.signedIn('/tasks');
    const { page } = window;
    await page.getByRole('link', { name: 'Needs' }).click();
    await page.getByRole('button', { name: 'Yesterday' }).click();
    await page.locator('[data-task="untold"]').waitFor();
    expect(await page.locator('[data-task]').count()).toBe(2);
    expect(await page.locator('[data-task="kept"]').textContent()).toContain(
      'failed (out_of_memory), no refund40.5000',
    );
    expect(await page.locator('main tfoot').textContent()).toContain('All 247.75000.000047.7500');
    expect(await window.axeInBothColours('needs')).toEqual([]);
  });

  it('has a queue for each need, with why, what to do and how many, as they come and go', async () => {
    const window = await system.signedIn('/needs');
    const { page } = window;
    const queue = (name: RegExp) =>
      page.getByRole('navigation', { name: 'Queues' }).getByRole('link', { name });
    for (const name of [
      /^Charged, not delivered 3$/,
      /^Charged, not refunded 2$/,
      /^Caller not told 1$/,
      /^Used, not charged 2$/,
      /^Succeeded without usage 0$/,
      /^Refunded too much 1$/,
      /^Stuck or late 1$/,
    ]) {
      await queue(name).waitFor();
    }
    await queue(/^Used, not charged/).click();
    await page.locator('main tfoot').getByText('All 212.500000010.00000.00000.0000').waitFor();
    await page.getByText('task.charged').first().waitFor();
    await window.screenshot('needs-charge');
    await system.tell([
      { type: 'task.charged', subject: 'unbilled_1', data: { entry_id: 'c', amount_credits: '12.00000001' } },
    ]);
    await page.locator('[data-task="unbilled_1"]').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'As a list of tasks' }).click();
    await page.locator('[data-task="unbilled_2"]').waitFor();
    expect(page.url()).toContain('?needs=charge');
  }, 60_000);

  it('fits on a phone', async () => {
    const window = await system.signedIn('/needs?queue=over_refund', system.owner, {
      viewport: { width: 390, height: 1200 },
      isMobile: true,
    });
    const { page } = window;
    await page.locator('[data-task="too_much"]').waitFor();
    expect(await page.locator('[data-task="too_much"]').textContent()).toContain('\\u{202e}txt.exe');
    await window.screenshot('needs-phone');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
    expect(await window.axe()).toEqual([]);
  });
});
