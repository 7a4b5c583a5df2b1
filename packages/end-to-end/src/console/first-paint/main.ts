// Measures how soon the pages of the console are there: `node packages/end-to-end/src/console/first-paint/main.ts [TIMES]`. Each time
// with a browser that has nothing of them yet. Prints medians, in milliseconds from the beginning of the navigation, and how far
// things moved while they came (cumulative layout shift).
import type { Browser } from 'playwright-core';
import { openConsole } from '../harness/console-page.ts';
import { moneyTask } from '../harness/money-seed.ts';
import { imageTask, manyTasks } from '../harness/seed.ts';
import { withConsole } from '../harness/with-console.ts';

const [times = 5] = process.argv.slice(2).map(Number);
const TASK = 'img_lighthouse';

/** Pages, and what is seen on each when it shows what it was asked for. */
const PAGES = {
  '/tasks': '[data-task]',
  [`/tasks/${TASK}`]: 'text=task.billing_settled',
  '/usage': 'main tbody tr',
  '/needs': '[data-task]',
  '/callbacks': 'main tbody tr',
  '/keys': '[data-key]',
} as const;

/** Runs before anything of the page. */
const OBSERVE = `globalThis.moved = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.moved += entry.value;
}).observe({ type: 'layout-shift', buffered: true });`;

/** Runs in the page. */
const READ = `(() => {
  const paint = (name) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN;
  return { first: paint('first-paint'), content: paint('first-contentful-paint'), moved: globalThis.moved };
})()`;

interface Seen {
  readonly first: number;
  readonly content: number;
  readonly whole: number;
  readonly moved: number;
}

async function open(browser: Browser, address: string, whole: string): Promise<Seen> {
  const { page } = await openConsole(browser);
  try {
    await page.addInitScript(OBSERVE);
    await page.goto(address);
    await page.locator(whole).first().waitFor();
    const end = await page.evaluate<number>('performance.now()');
    return { ...(await page.evaluate<Omit<Seen, 'whole'>>(READ)), whole: end };
  } finally {
    await page.context().close();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

await withConsole(async ({ url, tenant, browser }) => {
  await tenant.tell([
    ...manyTasks(50),
    ...imageTask(TASK, 'https://hooks.example/told'),
    ...moneyTask({ id: 'kept', daysAgo: 1, model: 'painter-2', charged: '40.5', end: 'failed' }),
  ]);
  const columns = ['first paint', 'first content', 'whole', 'moved'];
  process.stdout.write(`${'page'.padEnd(24)}${columns.map((title) => title.padStart(15)).join('')}\n`);
  for (const [path, whole] of Object.entries(PAGES)) {
    const seen: Seen[] = [];
    for (let time = 0; time < times; time += 1) {
      seen.push(await open(browser, `${url}/console${path}#key=${tenant.owner}`, whole));
    }
    const figures = [
      ...(['first', 'content', 'whole'] as const).map((name) =>
        median(seen.map((each) => each[name])).toFixed(0),
      ),
      median(seen.map(({ moved }) => moved)).toFixed(4),
    ];
    process.stdout.write(`${path.padEnd(24)}${figures.map((text) => text.padStart(15)).join('')}\n`);
  }
});
