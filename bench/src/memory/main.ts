import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createPool } from '@taskfold/database';
import { choosePort } from '@taskfold/local-servers';
import { startChild } from '../environment/child.ts';
import { print, round, say } from '../environment/output.ts';
import { startServers } from '../environment/servers.ts';
import { envOf, foldedRecords, startOurs } from '../processor/contestants.ts';
import { EVENTS_PER_TASK } from '../processor/workload.ts';
import { describeMemory } from './describe.ts';
import { type Sample, takeSample } from './sample.ts';

const USAGE = `Usage: npm run bench -- memory [OPTION]...

Whether the processor's memory stays where it is: its metrics are read every few seconds while another process publishes
new tasks as fast as they are folded. The log is kept short; the database grows by about 2 GB a million events.

  --events N      events (10,000,000), five for each task
  --every N       seconds between two samples (2)
  --ahead N       events that may be published and not yet folded (100,000)
  --roles LIST    roles of the processor (fold)
  --help          show this

NODE_OPTIONS of the environment are the processor's, too.
`;

const PARTITIONS = 6;
const PROGRESS_MS = 30_000;

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: { type: 'string', default: '10000000' },
      every: { type: 'string', default: '2' },
      ahead: { type: 'string', default: '100000' },
      roles: { type: 'string', default: 'fold' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return print(USAGE);
  const tasks = Math.ceil(Number(values.events) / EVENTS_PER_TASK);
  const total = tasks * EVENTS_PER_TASK;
  await using servers = await startServers(say);
  const adminPort = await choosePort();
  const work = {
    databaseUrl: await servers.createDatabase('memory'),
    brokers: servers.brokers,
    topic: 'bench.memory',
    total,
    partitionsAtOnce: 3,
    roles: values.roles,
    adminPort,
  };
  await using _producer = startChild('bench/src/memory/producer/main.ts', {
    ...envOf(work),
    PARTITIONS: String(PARTITIONS),
    TASKS: String(tasks),
    MAX_AHEAD: values.ahead,
  });
  await using _processor = startOurs(work);
  const pool = createPool({ url: work.databaseUrl, max: 1, applicationName: 'bench' });
  const samples: Sample[] = [];
  const began = performance.now();
  let told = began;
  try {
    for (;;) {
      await wait(Number(values.every) * 1000);
      const events = await foldedRecords(pool);
      if (events === 0 && performance.now() - began < PROGRESS_MS) continue;
      samples.push(await takeSample(adminPort, events));
      if (events >= total) break;
      if (performance.now() - told < PROGRESS_MS) continue;
      if (samples.length > 5 && samples.at(-5)?.events === events) {
        throw new Error(`nothing more was folded after ${events} of ${total} events`);
      }
      told = performance.now();
      say(
        `  ${round(events)} of ${round(total)} events, resident ${round((samples.at(-1)?.resident ?? 0) / 2 ** 20)} MiB`,
      );
    }
  } finally {
    await pool.end();
  }
  const seconds = (performance.now() - began) / 1000;
  print(`${round(total)} events folded in ${round(seconds)} s beside their producer`);
  for (const line of describeMemory(samples, total)) print(line);
}
