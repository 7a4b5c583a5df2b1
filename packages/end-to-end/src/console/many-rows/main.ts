// Measures the list of tasks with many of them: `node packages/end-to-end/src/console/many-rows/main.ts [TASKS] [EVENTS PER SECOND]`.
// Prints how long the way to the end takes, how long frames take while it is scrolled, how much memory it holds, and what a key costs.
import { openChromium } from '@taskfold/local-servers/testing/chromium';
import { startSystem } from '../../harness/system.ts';
import { openConsole } from '../harness/console-page.ts';
import { startConsoleServices } from '../harness/console-services.ts';
import { createConsoleTenant } from '../harness/console-tenant.ts';
import { manyTasks } from '../harness/seed.ts';
import { copyTasks } from './copy-tasks.ts';
import { type Measured, measureList } from './measure-list.ts';
import { publishSteadily } from './publish-steadily.ts';

const [tasks = 100_000, perSecond = 50] = process.argv.slice(2).map(Number);
const SEEDS = 50;

async function run(): Promise<Measured> {
  const system = await startSystem();
  try {
    const services = await startConsoleServices(system.env);
    const place = { url: services.url, databaseUrl: system.databaseUrl, processing: services.processing };
    const tenant = await createConsoleTenant(place);
    const seeds = manyTasks(SEEDS);
    await tenant.tell(seeds);
    await copyTasks(system.databaseUrl, [...new Set(seeds.map(({ subject }) => subject))], tasks - SEEDS);
    const browser = await openChromium();
    const { page } = await openConsole(browser);
    const publishing = publishSteadily({ url: services.url, key: tenant.owner }, perSecond);
    try {
      await page.goto(`${services.url}/console/tasks#key=${tenant.owner}`);
      return await measureList(page);
    } finally {
      await publishing.stop();
      await browser.close();
      await tenant.close();
      await services.close();
    }
  } finally {
    await system.stop();
  }
}

const measured = await run();
process.stdout.write(`${tasks} tasks, ${perSecond} events a second\n`);
for (const [what, value] of Object.entries(measured)) process.stdout.write(`  ${what.padEnd(34)} ${value}\n`);
