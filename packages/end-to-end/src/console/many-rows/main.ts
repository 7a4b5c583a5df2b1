// Measures the list of tasks with many of them: `node packages/end-to-end/src/console/many-rows/main.ts [TASKS] [EVENTS PER SECOND]`.
// Prints how long the way to the end takes, how long frames take while it is scrolled, how much memory it holds, and what a key costs.
import { openConsole } from '../harness/console-page.ts';
import { manyTasks } from '../harness/seed.ts';
import { withConsole } from '../harness/with-console.ts';
import { copyTasks } from './copy-tasks.ts';
import { measureList } from './measure-list.ts';
import { publishSteadily } from './publish-steadily.ts';

const [tasks = 100_000, perSecond = 50] = process.argv.slice(2).map(Number);
const SEEDS = 50;

const measured = await withConsole(async ({ url, databaseUrl, tenant, browser }) => {
  const seeds = manyTasks(SEEDS);
  await tenant.tell(seeds);
  await copyTasks(databaseUrl, [...new Set(seeds.map(({ subject }) => subject))], tasks - SEEDS);
  const { page } = await openConsole(browser);
  const publishing = publishSteadily({ url, key: tenant.owner }, perSecond);
  try {
    await page.goto(`${url}/console/tasks#key=${tenant.owner}`);
    return await measureList(page);
  } finally {
    await publishing.stop();
  }
});
process.stdout.write(`${tasks} tasks, ${perSecond} events a second\n`);
for (const [what, value] of Object.entries(measured)) process.stdout.write(`  ${what.padEnd(34)} ${value}\n`);
