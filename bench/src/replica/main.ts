import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startStandby } from '@taskfold/local-servers';
import { type Contestant, startContestant } from '../api/contestants.ts';
import { closedLoad } from '../api/load.ts';
import { seedTasks, taskId } from '../api/seed.ts';
import { print, round, say } from '../environment/output.ts';
import { cpuSecondsOf } from '../environment/server-cpu.ts';
import { startServers } from '../environment/servers.ts';

const USAGE = `Usage: npm run bench -- replica [OPTION]...

Reads with DATABASE_REPLICA_URL and without, on one machine: how many, how long they take, and the CPU that they cost the primary.

  --tasks N      tasks in the database (200,000)
  --seconds N    of each measurement (5), of which there are three turns
  --help         show this
`;

const TURNS = 3;
const CONNECTIONS = [1, 32, 256] as const;

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tasks: { type: 'string' },
      seconds: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return print(USAGE);
  const tasks = Number(values.tasks ?? 200_000);
  const seconds = Number(values.seconds ?? 5);
  await using servers = await startServers(say);
  const databaseUrl = await servers.createDatabase('replica');
  say(`making ${round(tasks)} tasks`);
  const key = await seedTasks(databaseUrl, tasks);
  const dataDir = join(servers.folder, 'standby');
  const standby = await startStandby({
    dataDir,
    temporary: true,
    onProgress: say,
    primary: servers.postgres,
  });
  try {
    await standby.catchUp();
    const env = { DATABASE_URL: databaseUrl, KAFKA_BROKERS: servers.brokers };
    const replicaUrl = Object.assign(new URL(databaseUrl), { port: String(standby.port) }).href;
    await using without = await startContestant('services/api/src/main.ts', env);
    await using reading = await startContestant('services/api/src/main.ts', {
      ...env,
      DATABASE_REPLICA_URL: replicaUrl,
    });
    const path = () => `/v1/tasks/${taskId(1 + Math.floor(Math.random() * tasks))}`;
    const byId = Array.from({ length: 20_000 }, path);
    const measures = [
      ...CONNECTIONS.map((connections) => ({ what: 'task by id', paths: byId, connections })),
      { what: 'list of 20', paths: ['/v1/tasks?limit=20&status=succeeded'], connections: 16 },
    ];
    print(
      `${round(tasks)} tasks\nread, connections         replica   reads/s   p99          primary's CPU a read`,
    );
    for (const measure of measures) {
      for (let turn = 0; turn < TURNS; turn += 1) {
        for (const [label, contestant] of [
          ['no', without],
          ['yes', reading],
        ] as const) {
          const line = await measured(contestant, servers.postgres.pid, { ...measure, key, seconds });
          print(`${`${measure.what}, ${measure.connections}`.padEnd(25)} ${label.padEnd(9)} ${line}`);
        }
      }
    }
  } finally {
    await standby.stop('immediate');
  }
}

async function measured(
  contestant: Contestant,
  primaryPid: number,
  { paths, connections, key, seconds }: MeasuredReads,
): Promise<string> {
  const headers = { authorization: `Bearer ${key}` };
  const before = await cpuSecondsOf(primaryPid);
  const figures = await closedLoad({ url: contestant.url, paths, connections, seconds, headers });
  const used = (await cpuSecondsOf(primaryPid)) - before;
  const perRead = (used * 1e6) / Math.max(1, figures.perSecond * seconds);
  const failures = figures.failures > 0 ? `, ${figures.failures} failed` : '';
  return `${round(figures.perSecond).padEnd(9)} ${`${figures.p99Ms} ms`.padEnd(12)} ${round(perRead)} µs${failures}`;
}

interface MeasuredReads {
  readonly paths: readonly string[];
  readonly connections: number;
  readonly key: string;
  readonly seconds: number;
}
