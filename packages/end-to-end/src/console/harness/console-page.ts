import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { ROOT } from '../../harness/root.ts';

/** Not kept by git; looked at by people, and kept by CI. */
const SCREENSHOTS = join(ROOT, 'packages/console/screenshots');

export interface ConsolePage {
  readonly page: Page;
  /** What went wrong in the browser: exceptions, errors of the page, what its policy refused. */
  readonly problems: string[];
  /** The line of a task in the list. */
  row(taskId: string): Locator;
  /** Saves what is seen. */
  screenshot(name: string): Promise<void>;
  /** What axe finds, by rule and element. */
  axe(): Promise<readonly string[]>;
  /** What axe finds in the light and in the dark; saves what is seen as `NAME-light` and `NAME-dark`. */
  axeInBothColours(name: string): Promise<readonly string[]>;
}

/** A browser window of its own. Answers that are errors are no problems of the page: it shows them. */
export async function openConsole(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<ConsolePage> {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 820 },
    // Colours in between would be judged as if they stayed.
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  // What the policy of the page refuses is told as an error, too.
  page.on('console', (message) => {
    const isNetwork = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isNetwork) problems.push(message.text());
  });
  page.on('dialog', (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  mkdirSync(SCREENSHOTS, { recursive: true });
  const screenshot = async (name: string) => {
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  };
  const violations = async () => {
    // By the browser's own door for tools: the policy of the page lets in no script of others.
    if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(axe.source);
    const found = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"], preload: false })');
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  };
  return {
    page,
    problems,
    row: (taskId) => page.locator(`[data-task="${taskId}"]`),
    screenshot,
    axe: violations,
    async axeInBothColours(name) {
      const found: string[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await screenshot(`${name}-${colorScheme}`);
        found.push(...(await violations()).map((each) => `${colorScheme}: ${each}`));
      }
      return found;
    },
  };
}
