import { createPool } from '@taskfold/database';
import { type Contestant, startContestant } from '../api/contestants.ts';
import { closedLoad } from '../api/load.ts';
import { seedTasks, taskId } from '../api/seed.ts';
import { measureWatchers, watchedOf } from '../api/watchers.ts';
import { connectionsOf } from '../environment/connections.ts';
import { limitMemory } from '../environment/memory-limit.ts';
import { print, round, say } from '../environment/output.ts';
import { cpuSecondsOf } from '../environment/server-cpu.ts';
import type { BenchServers } from '../environment/servers.ts';
import { type Limits, mebibytes } from './limits.ts';

const CONNECTIONS = 32;
const CHANGES = 200;

export interface ServeOptions {
  readonly tasks: number;
  readonly seconds: number;
  readonly streams: number;
}

/** Has the API answer reads, then hold streams that changes go over, within a limit of memory, and prints what it took. */
export async function serveWithin(
  servers: BenchServers,
  { tasks, seconds, streams }: ServeOptions,
  { memoryBytes, nodeOptions }: Limits,
): Promise<void> {
  const databaseUrl = await servers.createDatabase('capacity_api');
  say(`making ${round(tasks)} tasks`);
  const key = await seedTasks(databaseUrl, tasks);
  const env = { DATABASE_URL: databaseUrl, KAFKA_BROKERS: servers.brokers, NODE_OPTIONS: nodeOptions };
  const headers = { authorization: `Bearer ${key}` };

  print(`API, ${mebibytes(memoryBytes)}, ${nodeOptions}`);
  await within(memoryBytes, env, async (server) => {
    say('reading by id');
    const before = {
      process: await server.child.cpuSeconds(),
      database: await cpuSecondsOf(servers.postgres.pid),
    };
    const paths = Array.from(
      { length: 2000 },
      () => `/v1/tasks/${taskId(1 + Math.floor(Math.random() * tasks))}`,
    );
    const figures = await closedLoad({ url: server.url, paths, connections: CONNECTIONS, seconds, headers });
    const reads = figures.perSecond * seconds;
    const cpu = ((await server.child.cpuSeconds()) ?? Number.NaN) - (before.process ?? 0);
    const database = (await cpuSecondsOf(servers.postgres.pid)) - before.database;
    print(
      `  reads by id                      ${round(figures.perSecond)}/s, p99 ${figures.p99Ms} ms, ${figures.failures} failed`,
    );
    print(`  reads a second of CPU            ${round(reads / cpu)} of the process`);
    print(`                                   ${round(reads / database)} of PostgreSQL`);
    print(`  most memory                      ${mebibytes(await server.child.mostResidentBytes())}`);
    print(`  connections                      ${await connectionsTo(databaseUrl)}`);
  });
  await within(memoryBytes, env, async (ours) => {
    say(`opening ${round(streams)} streams`);
    const figures = await measureWatchers({
      ours,
      databaseUrl,
      key,
      tasks,
      watchers: streams,
      changes: CHANGES,
    });
    print(`  streams                          ${round(streams)}, of ${watchedOf(tasks)} tasks`);
    print(
      `  changes received                 ${round(figures.received)} of ${round(figures.expected)}, p99 ${figures.p99Ms.toFixed(1)} ms`,
    );
    print(`  most memory                      ${mebibytes(await ours.child.mostResidentBytes())}`);
  });
}

async function within(
  memoryBytes: number,
  env: Readonly<Record<string, string>>,
  measure: (server: Contestant) => Promise<void>,
): Promise<void> {
  await using limit = await limitMemory('api', memoryBytes);
  await using server = await startContestant('services/api/src/main.ts', env, (pid) => limit.add(pid));
  await measure(server);
}

async function connectionsTo(url: string): Promise<number> {
  const pool = createPool({ url, max: 1, applicationName: 'bench' });
  return await connectionsOf(pool).finally(() => pool.end());
}
