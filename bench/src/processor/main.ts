import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { prepareConnect } from '@taskfold/local-servers';
import { startServers } from '../environment/servers.ts';
import { rateOfBaseline, rateOfOurs, startOurs, untilFolded, type Work } from './contestants.ts';
import { compareWithSink, describeComparison } from './debezium/compare.ts';
import { measureLatency } from './latency.ts';
import { progressWal } from './progress-wal.ts';
import { publish, type Topic } from './publish.ts';
import { databaseFigures } from './statistics.ts';
import { EVENTS_PER_TASK, workload } from './workload.ts';

const USAGE = `Usage: npm run bench -- processor [OPTION]...

The same topic for everybody: events of about 600 bytes, five for each task, 2,000 tasks in flight, 6 partitions.

  --tasks N           tasks (60,000); five events each
  --baseline-tasks N  tasks that the baselines are given (4,000): they are slow
  --roles LIST        roles of our process (fold); fold,relay also publishes task.updates
  --debezium          also beside Kafka Connect with the Debezium JDBC sink, which Maven brings (93 MB, once)
  --debezium-only     beside nothing else
  --quick             6,000 and 600 tasks, short latencies: to try the benchmark itself
  --help              show this
`;

const PARTITIONS = 6;
const IN_FLIGHT = 2000;

const say = (text: string) => void process.stderr.write(`${text}\n`);
const print = (text = '') => void process.stdout.write(`${text}\n`);
const round = (value: number) => Math.round(value).toLocaleString('en-US');

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tasks: { type: 'string' },
      'baseline-tasks': { type: 'string' },
      roles: { type: 'string', default: 'fold' },
      debezium: { type: 'boolean' },
      'debezium-only': { type: 'boolean' },
      quick: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return print(USAGE);
  const tasks = Number(values.tasks ?? (values.quick ? 6000 : 60_000));
  const baselineTasks = Number(values['baseline-tasks'] ?? (values.quick ? 600 : 4000));
  const debezium = values.debezium || values['debezium-only'];
  if (debezium) await prepareConnect(say);
  await using servers = await startServers(say);
  const topic = { brokers: servers.brokers, name: 'bench.events', partitions: PARTITIONS };
  const small = { ...topic, name: 'bench.small' };

  say(`publishing ${round(tasks * EVENTS_PER_TASK)} events`);
  const options = { tasks, inFlight: IN_FLIGHT, prefix: 't' };
  const total = await publish(topic, workload(options));

  const workOf = async (
    name: string,
    from: typeof topic,
    count: number,
    partitionsAtOnce: number,
  ): Promise<Work> => ({
    databaseUrl: await servers.createDatabase(name),
    brokers: servers.brokers,
    topic: from.name,
    total: count,
    partitionsAtOnce,
    roles: values.roles,
  });

  const compareDebezium = async () => {
    const ours = (name: string) => workOf(name, topic, total, 3);
    for (const line of describeComparison(
      await compareWithSink({ servers, topic, options, workOf: ours, say }),
    ))
      print(line);
  };
  if (values['debezium-only']) return await compareDebezium();

  const smallOptions = { tasks: baselineTasks, inFlight: IN_FLIGHT, prefix: 's' };
  const smallTotal = await publish(small, workload(smallOptions));
  print('events/s                              one partition at a time      three');
  const ours: number[] = [];
  for (const at of [1, 3]) {
    say(`ours, ${at} at a time`);
    ours.push((await rateOfOurs(await workOf(`ours_${at}`, topic, total, at))).perSecond);
  }
  printRow('ours', ours);
  for (const [name, script] of [
    ['Prisma upsert per event', 'upsert.ts'],
    ['Prisma read-fold-write per event', 'read-fold-write.ts'],
  ] as const) {
    const rates: number[] = [];
    for (const at of [1, 3]) {
      say(`${name}, ${at} at a time`);
      const work = await workOf(`${script.replace(/\W/g, '_')}_${at}`, small, smallTotal, at);
      rates.push((await rateOfBaseline(script, work)).perSecond);
    }
    printRow(name, rates);
    printRow(
      '  ours ÷ it',
      rates.map((rate, index) => (ours[index] ?? 0) / rate),
      1,
    );
  }

  await measureOurs(topic, await workOf('ours_again', topic, total, 3), values.quick === true, tasks);
  if (debezium) {
    print();
    await compareDebezium();
  }
}

/** What only ours is measured for. */
async function measureOurs(topic: Topic, work: Work, quick: boolean, tasks: number): Promise<void> {
  const { total } = work;
  const before = await databaseFigures(work.databaseUrl);
  const fresh = await freshRun(work);
  const after = await databaseFigures(work.databaseUrl);
  const hot = (after.hotUpdates - before.hotUpdates) / (after.updates - before.updates);
  print();
  print(
    `write-ahead log                  ${round((after.walBytes - before.walBytes) / total)} bytes an event`,
  );
  print(`HOT share of updates             ${(hot * 100).toFixed(1)} %`);
  print(`resident memory after the load   ${round(fresh.residentBytes / 2 ** 20)} MiB`);

  say('publishing everything again');
  await publish(topic, workload({ tasks, inFlight: IN_FLIGHT, prefix: 't' }));
  await using child = startOurs(work);
  const duplicates = await untilFolded({ ...work, total: total * 2 }, total);
  const again = await databaseFigures(work.databaseUrl);
  print(
    `duplicates, events/s             ${round(duplicates.perSecond)}; ÷ fresh ${(duplicates.perSecond / fresh.perSecond).toFixed(2)}`,
  );
  print(
    `task rows and changes they wrote ${again.updates - after.updates} and ${again.changes - after.changes}`,
  );

  const perProgress = await progressWal(topic, work, total * 2);
  print(
    `progress on a 16 kB input        ${round(perProgress)} bytes of write-ahead log an event, page images apart`,
  );

  const perSecond = quick ? 200 : 1000;
  say(`latency at ${perSecond} events/s`);
  const latency = await measureLatency(work, perSecond, quick ? 4 : 20);
  print(
    `produce to visible at ${round(perSecond)}/s    p50 ${latency.p50.toFixed(1)} ms, p99 ${latency.p99.toFixed(1)} ms, most ${latency.max.toFixed(1)} ms`,
  );

  const idleSeconds = quick ? 5 : 20;
  const from = (await child.cpuSeconds()) ?? Number.NaN;
  await wait(idleSeconds * 1000);
  const idle = (((await child.cpuSeconds()) ?? Number.NaN) - from) / idleSeconds;
  print(`idle, ${PARTITIONS} partitions               ${(idle * 100).toFixed(2)} % of a core`);
}

async function freshRun(work: Work) {
  await using child = startOurs(work);
  const rate = await untilFolded(work);
  return { perSecond: rate.perSecond, residentBytes: (await child.residentBytes()) ?? Number.NaN };
}

function printRow(name: string, values: readonly number[], digits = 0): void {
  const cells = values.map((value) =>
    value
      .toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
      .padStart(20),
  );
  print(`${name.padEnd(36)}${cells.join('')}`);
}
