import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createPool, type Pool } from '@taskfold/database';
import { connectionsOf } from '../environment/connections.ts';
import { folderSize } from '../environment/folder-size.ts';
import { limitMemory } from '../environment/memory-limit.ts';
import { print, round, say } from '../environment/output.ts';
import { cpuSecondsOf } from '../environment/server-cpu.ts';
import type { BenchServers } from '../environment/servers.ts';
import { startOurs, untilFolded, type Work } from '../processor/contestants.ts';
import { publish } from '../processor/publish.ts';
import { settle } from '../processor/settle.ts';
import { walPosition } from '../processor/statistics.ts';
import { EVENTS_PER_TASK, workload } from '../processor/workload.ts';
import { type Limits, mebibytes } from './limits.ts';

const PARTITIONS = 6;
const IN_FLIGHT = 2000;
const MILLION = 1_000_000;
const TOPIC = 'bench.capacity';
const RELAY_MS = 600_000;

/** A process with all roles, as compose has it, and one that folds alone, as the chart has it. */
const ROLES = ['fold', 'fold,relay,callbacks,retention'] as const;

/** Has the processor fold a backlog that was published beforehand within a limit of memory, and prints what it took. */
export async function foldBacklog(servers: BenchServers, tasks: number, limits: Limits): Promise<void> {
  say(`publishing ${round(tasks * EVENTS_PER_TASK)} events`);
  const topic = { brokers: servers.brokers, name: TOPIC, partitions: PARTITIONS };
  const total = await publish(
    topic,
    workload({ tasks, inFlight: IN_FLIGHT, taskIdOf: (index) => `t${index}` }),
  );
  for (const name of [`${TOPIC}.updates`, `${TOPIC}.dead`]) await publish({ ...topic, name }, []);
  const logBytes = await topicSize(servers, TOPIC);
  print(`a backlog of ${round(total)} events of ${round(tasks)} tasks, ${PARTITIONS} partitions`);
  print(`  topic of events                  ${round(logBytes / total)} bytes an event`);
  for (const [index, roles] of ROLES.entries()) {
    const databaseUrl = await servers.createDatabase(`capacity_${index}`);
    await settle(databaseUrl);
    const work = { databaseUrl, brokers: servers.brokers, topic: TOPIC, total, partitionsAtOnce: 3, roles };
    await foldOnce(servers, { ...work, group: `capacity-${index}` }, limits, tasks);
  }
  print(
    `  topic of updates                 ${round((await topicSize(servers, `${TOPIC}.updates`)) / total)} bytes an event before it is compacted`,
  );
}

async function foldOnce(
  servers: BenchServers,
  work: Work & { readonly roles: string },
  { memoryBytes, nodeOptions }: Limits,
  tasks: number,
): Promise<void> {
  say(`folding as ${work.roles}`);
  const pool = createPool({ url: work.databaseUrl, max: 1, applicationName: 'bench', statementTimeoutMs: 0 });
  try {
    const before = { wal: await walPosition(pool), database: await size(pool) };
    const databaseCpu = await cpuSecondsOf(servers.postgres.pid);
    await using limit = await limitMemory('processor', memoryBytes);
    await using child = startOurs({ ...work, nodeOptions });
    await limit.add(child.pid);
    const rate = await untilFolded(work);
    if (work.roles.includes('relay')) await untilRelayed(pool);
    const cpu = (await child.cpuSeconds()) ?? Number.NaN;
    const database = (await cpuSecondsOf(servers.postgres.pid)) - databaseCpu;
    print(`processor, roles ${work.roles}, ${mebibytes(memoryBytes)}, ${nodeOptions}`);
    print(`  rate                             ${round(rate.perSecond)} events/s on this machine`);
    print(`  events a second of CPU           ${round(work.total / cpu)} of the process`);
    print(`                                   ${round(work.total / database)} of PostgreSQL`);
    print(`  most memory                      ${mebibytes(await child.mostResidentBytes())}`);
    print(`  connections                      ${await connectionsOf(pool)}`);
    const walBytes = (await walPosition(pool)) - before.wal;
    print(`  write-ahead log                  ${gigabytes(walBytes / tasks)} a million tasks`);
    print(
      `  database                         ${gigabytes(((await size(pool)) - before.database) / tasks)} a million tasks`,
    );
  } finally {
    await pool.end();
  }
}

/** Waits until every change is published. */
async function untilRelayed(pool: Pool): Promise<void> {
  const text = `SELECT (SELECT coalesce(sum(next_position), 0) FROM relay_positions) >= sum(next_position) AS done FROM checkpoints`;
  const deadline = performance.now() + RELAY_MS;
  while (!((await pool.query<{ done: boolean | null }>(text)).rows[0]?.done ?? false)) {
    if (performance.now() > deadline) throw new Error('the relay did not get to the end within ten minutes');
    await wait(200);
  }
}

const gigabytes = (bytesOfTask: number) => `${((bytesOfTask * MILLION) / 1e9).toFixed(2)} GB`;

/** Of all partitions: Kafka has a folder for each, TOPIC-N. */
const topicSize = ({ folder }: BenchServers, topic: string) =>
  folderSize(join(folder, 'kafka'), (path) => {
    const [partition = ''] = path.split('/').slice(-2);
    return partition.startsWith(`${topic}-`);
  });

async function size(pool: Pool): Promise<number> {
  const text = 'SELECT pg_database_size(current_database())::int8 AS bytes';
  return (await pool.query<{ bytes: number }>(text)).rows[0]?.bytes ?? 0;
}
