import { parseArgs } from 'node:util';
import { createPool, type Pool } from '@taskfold/database';
import { messageOf, print, printError } from '@taskfold/runtime';
import { structured } from '../clients/foreign-record.ts';
import { createPlatformaticProducer } from '../clients/platformatic.ts';
import { runTaskfold } from '../harness/command.ts';
import { eventually } from '../harness/eventually.ts';
import { startService } from '../harness/service.ts';
import { type System, startSystem } from '../harness/system.ts';
import { manyTasks } from '../histories/many-tasks.ts';

const HELP = `npm run lost-database -- [--events N] [--processors N]

Publishes events, loses the database, and measures how long processors take to fold an empty one from the log; then verify must find
nothing. On servers of its own, on this machine.

  --events N      200000 by default; ten of each task
  --processors N  1 by default
`;

const TASKS_AT_ONCE = 1000;
const BATCH = 2000;

async function publish(
  { kafka, topic }: System,
  events: number,
  say: (text: string) => void,
): Promise<number> {
  const producer = createPlatformaticProducer(kafka, topic);
  let published = 0;
  for (let round = 0; published < events; round++) {
    const records = manyTasks('acme', TASKS_AT_ONCE).map((event) =>
      structured({ ...event, taskId: `r${round}_${event.taskId}` }),
    );
    for (let from = 0; from < records.length; from += BATCH)
      await producer.send(records.slice(from, from + BATCH));
    published += records.length;
    if (round % 10 === 9) say(`  ${published.toLocaleString('en-US')} events are published`);
  }
  await producer.close();
  return published;
}

async function foldedBy(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ folded: number }>(
    'SELECT coalesce(sum(next_offset), 0)::int8 AS folded FROM checkpoints',
  );
  return rows[0]?.folded ?? 0;
}

async function run(events: number, processors: number): Promise<void> {
  const begun = performance.now();
  const say = (text: string) =>
    print(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);
  const system = await startSystem();
  try {
    const published = await publish(system, events, say);
    const server = createPool({ url: system.databaseUrl, applicationName: 'lost-database', max: 1 });
    await server.query('CREATE DATABASE made_anew');
    await server.end();
    const url = new URL(system.databaseUrl);
    url.pathname = '/made_anew';
    const env = { ...system.env, DATABASE_URL: url.href, DATABASE_DIRECT_URL: url.href };
    say('the database is lost; an empty one is migrated');
    await runTaskfold(['migrate'], env);
    const pool = createPool({ url: url.href, applicationName: 'lost-database', max: 1 });
    const services = await Promise.all(
      Array.from({ length: processors }, () => startService('processor', { ...env, ROLES: 'fold' })),
    );
    const first = performance.now();
    const before = await foldedBy(pool);
    try {
      await eventually(
        'all is folded',
        async () => (await foldedBy(pool)) >= published || undefined,
        3_600_000,
      );
    } finally {
      for (const service of services) await service.stop();
      await pool.end();
    }
    const seconds = (performance.now() - first) / 1000;
    const rate = Math.round((published - before) / seconds).toLocaleString('en-US');
    say(
      `${published.toLocaleString('en-US')} events are folded again, ${rate} a second by ${processors === 1 ? 'one processor' : `${processors} processors`}`,
    );
    say(`verify: ${(await runTaskfold(['projection', 'verify'], env)).trim()}`);
  } finally {
    await system.stop();
  }
}

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '200000' },
    processors: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [events, processors] = [Number(values.events), Number(values.processors)];
if (values.help === true) print(HELP);
else if (!(events > 0 && Number.isInteger(processors) && processors > 0)) {
  printError(`--events and --processors must be whole numbers above 0.\n\n${HELP}`);
  process.exitCode = 2;
} else {
  await run(events, processors).catch((error: unknown) => {
    printError(`${messageOf(error)}\n`);
    process.exitCode = 1;
  });
}
