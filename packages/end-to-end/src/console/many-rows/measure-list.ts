import type { Page } from 'playwright-core';

/** Times in milliseconds, heap in MB. */
export type Measured = Readonly<Record<string, number>>;

const FRAMES = 'frames while scrolling';

/** Runs in the page: scrolls by so many pixels in each frame for so long, and notes what each frame took. */
const scrollFor = (pixels: number, milliseconds: number) => `(async () => {
  const box = document.querySelector('.scroll');
  const deltas = [];
  const long = [];
  const observer = new PerformanceObserver((list) => { for (const entry of list.getEntries()) long.push(entry.duration); });
  observer.observe({ type: 'longtask' });
  const begin = performance.now();
  let last = begin;
  while (performance.now() - begin < ${milliseconds}) {
    box.scrollTop += ${pixels};
    const now = await new Promise(requestAnimationFrame);
    deltas.push(now - last);
    last = now;
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  observer.disconnect();
  deltas.sort((a, b) => a - b);
  const at = (share) => deltas[Math.min(deltas.length - 1, Math.floor(deltas.length * share))];
  return { count: deltas.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: deltas.at(-1), long: long.length, longest: Math.max(0, ...long) };
})()`;

interface Frames {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly long: number;
  readonly longest: number;
}

/** Runs in the page: goes to the end of what is there until nothing follows. */
const TO_THE_END = `(async () => {
  const box = document.querySelector('.scroll');
  const table = document.querySelector('[role=table]');
  while (table.getAttribute('aria-rowcount') === '-1') {
    box.scrollTop = box.scrollHeight;
    await new Promise(requestAnimationFrame);
  }
  return Number(table.getAttribute('aria-rowcount'));
})()`;

/** What the list of tasks costs whoever looks at it, from its first row to its last. */
export async function measureList(page: Page): Promise<Measured> {
  const begin = performance.now();
  await page.locator('[data-task]').first().waitFor();
  const first = performance.now() - begin;
  const short = await page.evaluate<Frames>(scrollFor(90, 4000));
  const onTheWay = performance.now();
  const rows = await page.evaluate<number>(TO_THE_END);
  const toTheEnd = performance.now() - onTheWay;
  await page.evaluate(`document.querySelector('.scroll').scrollTop = 900000`);
  const frames = await page.evaluate<Frames>(scrollFor(90, 10_000));
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const keys: number[] = [];
  for (let press = 0; press < 20; press += 1) {
    const pressed = performance.now();
    await page.keyboard.press('j');
    await page.evaluate('new Promise(requestAnimationFrame)');
    keys.push(performance.now() - pressed);
  }
  const rendered = await page.locator('[data-task]').count();
  const named = (title: string, { count, p50, p95, p99, max, long, longest }: Frames) =>
    Object.fromEntries(
      Object.entries({ count, p50, p95, p99, max, long, longest }).map(([name, value]) => [
        `${FRAMES} ${title}, ${name}`,
        Math.round(value * 10) / 10,
      ]),
    );
  return {
    'first row': Math.round(first),
    ...named('at the top', short),
    'to the end': Math.round(toTheEnd),
    rows,
    ...named('of all', frames),
    'heap after collecting': Math.round(usedSize / 1e6),
    'a press of j, median': Math.round(keys.toSorted((a, b) => a - b)[10] ?? 0),
    'rows rendered': rendered,
  };
}
