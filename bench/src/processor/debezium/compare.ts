import { join } from 'node:path';
import { print, round, say } from '../../environment/output.ts';
import { percentile } from '../../environment/percentile.ts';
import type { BenchServers } from '../../environment/servers.ts';
import { rateOfOurs, type Work } from '../contestants.ts';
import { publish, type Topic } from '../publish.ts';
import { checkpoint } from '../settle.ts';
import { events, type WorkloadOptions } from '../workload.ts';
import { startConnect } from './connect/start-connect.ts';
import { flatWorkload } from './flat-records.ts';
import { rateOfSink } from './sink.ts';

/** The first on a worker that has just started, the others on the same worker. */
const TURNS = 4;
const LAST_TASKS = 200;

interface ComparisonOptions {
  readonly servers: BenchServers;
  readonly topic: Topic;
  readonly options: WorkloadOptions;
  /** A new database for each of our turns. */
  readonly workOf: (name: string) => Promise<Work>;
}

/** Ours, a process that has just started each time, in turns with Debezium's JDBC sink on the same events; printed. */
export async function compareWithSink(comparison: ComparisonOptions): Promise<void> {
  const { servers, topic, options, workOf } = comparison;
  const flat = { ...topic, name: `${topic.name}.flat` };
  const worker = await startConnect({
    dataDir: join(servers.folder, 'connect'),
    brokers: servers.brokers,
    onProgress: say,
  });
  try {
    say('publishing the same events as flat records');
    const total = await publish(flat, flatWorkload(options));
    const databaseUrl = await servers.createDatabase('sink');
    const lastTasks = lastToSucceed(options);
    const ours: number[] = [];
    const sink: number[] = [];
    for (let turn = 1; turn <= TURNS; turn++) {
      say(`ours, turn ${turn}`);
      await checkpoint(databaseUrl);
      ours.push((await rateOfOurs(await workOf(`turn_${turn}`))).perSecond);
      say(`Debezium, turn ${turn}`);
      await checkpoint(databaseUrl);
      const work = { databaseUrl, topic: flat.name, total, name: `sink_${turn}`, lastTasks };
      sink.push((await rateOfSink(worker, work)).perSecond);
    }
    printComparison(ours, sink);
  } finally {
    await worker.kill();
  }
}

/** @param sink of each turn, the first one cold */
function printComparison(ours: readonly number[], sink: readonly number[]): void {
  const [ownFirst = Number.NaN, ...ownLater] = ours;
  const [cold = Number.NaN, ...warm] = sink;
  const own = percentile(ownLater, 0.5);
  const warmed = percentile(warm, 0.5);
  print('beside the Debezium JDBC sink, tuned, in turns: events/s');
  print(line('  ours, first turn', ownFirst));
  print(line('  sink, worker just started', cold));
  print(line('  ours, median of later turns', own, ownLater));
  print(line('  sink, warm, median of later turns', warmed, warm));
  print(
    `  ours ÷ it                         warm ${(own / warmed).toFixed(2)}, cold ${(ownFirst / cold).toFixed(2)}`,
  );
  print(
    '  The sink keeps the last record to arrive: no fold, no fence against a second writer, no timeline, no changes.',
  );
}

function line(name: string, value: number, of: readonly number[] = []): string {
  const each = of.length > 1 ? `  (${of.map(round).join(', ')})` : '';
  return `${name.padEnd(36)}${round(value).padStart(8)}${each}`;
}

function lastToSucceed(options: WorkloadOptions): string[] {
  const tasks: string[] = [];
  for (const { type, subject } of events(options)) if (type === 'task.succeeded') tasks.push(subject);
  return tasks.slice(-LAST_TASKS);
}
