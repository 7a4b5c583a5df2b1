import { parseArgs } from 'node:util';
import { print, round, say } from '../environment/output.ts';
import { startServers } from '../environment/servers.ts';
import { rateOfBaseline, rateOfOurs, type Work } from './contestants.ts';
import { compareWithSink } from './debezium/compare.ts';
import { prepareConnect } from './debezium/connect/start-connect.ts';
import { measureOurs } from './measure-ours.ts';
import { publish } from './publish.ts';
import { checkpoint } from './settle.ts';
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
  const options = { tasks, inFlight: IN_FLIGHT, taskIdOf: (index: number) => `t${index}` };
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

  const compareDebezium = () =>
    compareWithSink({ servers, topic, options, workOf: (name) => workOf(name, topic, total, 3) });
  if (values['debezium-only']) return await compareDebezium();

  const smallOptions = {
    tasks: baselineTasks,
    inFlight: IN_FLIGHT,
    taskIdOf: (index: number) => `s${index}`,
  };
  const smallTotal = await publish(small, workload(smallOptions));
  print('events/s                              one partition at a time      three');
  const ours: number[] = [];
  for (const at of [1, 3]) {
    say(`ours, ${at} at a time`);
    const work = await workOf(`ours_${at}`, topic, total, at);
    await checkpoint(work.databaseUrl);
    ours.push((await rateOfOurs(work)).perSecond);
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
      await checkpoint(work.databaseUrl);
      rates.push((await rateOfBaseline(script, work)).perSecond);
    }
    printRow(name, rates);
    printRow(
      '  ours ÷ it',
      rates.map((rate, index) => (ours[index] ?? 0) / rate),
      1,
    );
  }

  const again = await workOf('ours_again', topic, total, PARTITIONS);
  await measureOurs(topic, again, options, values.quick === true);
  if (debezium) {
    print();
    await compareDebezium();
  }
}

function printRow(name: string, values: readonly number[], digits = 0): void {
  const cells = values.map((value) =>
    value
      .toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
      .padStart(20),
  );
  print(`${name.padEnd(36)}${cells.join('')}`);
}
