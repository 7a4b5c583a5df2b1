import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ROOT } from '../harness/root.ts';

/** Not kept by git; looked at by people, and kept by CI. */
const SCREENSHOTS = join(ROOT, 'packages/console/screenshots');

export interface ConsolePage {
  readonly page: Page;
  /** What went wrong in the browser: exceptions, errors of the page, what its policy refused. */
  readonly problems: string[];
  /** Saves what is seen. */
  screenshot(name: string): Promise<void>;
  /** What axe finds, by rule and element. */
  axe(): Promise<readonly string[]>;
}

/** A browser window of its own. Answers that are errors are no problems of the page: it shows them. */
export async function openConsole(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<ConsolePage> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 820 }, ...options });
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
  return {
    page,
    problems,
    screenshot: async (name) => {
      await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    },
    async axe() {
      // By the browser's own door for tools: the policy of the page lets in no script of others.
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<AxeResults>('axe.run()');
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
      );
    },
  };
}
