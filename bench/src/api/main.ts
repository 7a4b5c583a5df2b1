import { parseArgs } from 'node:util';
import { print, round, say } from '../environment/output.ts';
import { startServers } from '../environment/servers.ts';
import { type Contestant, startContestant } from './contestants.ts';
import { closedLoad, openLoad } from './load.ts';
import { compareReads } from './reads.ts';
import { seedTasks, taskId } from './seed.ts';
import { idleMemory } from './streams.ts';
import { measureWatchers, watchedOf } from './watchers.ts';

const USAGE = `Usage: npm run bench -- api [OPTION]...

Reads of tasks of about 1 kB: a static body by the framework alone, what one would write first, everything that a request to
ours passes with a static body, and ours. Then lists by each filter at a steady rate, answers of 304, and streams.

  --tasks N      tasks in the database (200,000)
  --seconds N    of each measurement (8); reads by id take five turns of half as long
  --watchers N   streams, the second time five times as many (1,000)
  --quick        20,000 tasks, 2 seconds, 200 streams: to try the benchmark itself
  --help         show this
`;

const FILTERS = [
  '',
  'status=running',
  'status=canceled',
  'capability=rare',
  'model=rare',
  'metadata[order]=17',
  'metadata[campaign]=c1',
  'client_request_id=request-42',
  'error_code=rare',
  'callback_status=failed',
  'project_id=project-7',
  'api_key_id=key-7',
  'without=api_key_id',
  'needs=refund',
] as const;

const ms = (value: number) => `${value.toFixed(1)} ms`;

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tasks: { type: 'string' },
      seconds: { type: 'string' },
      watchers: { type: 'string' },
      quick: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return print(USAGE);
  const tasks = Number(values.tasks ?? (values.quick ? 20_000 : 200_000));
  const seconds = Number(values.seconds ?? (values.quick ? 2 : 8));
  const watchers = Number(values.watchers ?? (values.quick ? 200 : 1000));
  await using servers = await startServers(say);
  const databaseUrl = await servers.createDatabase('api');
  say(`making ${round(tasks)} tasks`);
  const key = await seedTasks(databaseUrl, tasks);
  const env = { DATABASE_URL: databaseUrl, KAFKA_BROKERS: servers.brokers };
  const headers = { authorization: `Bearer ${key}` };
  const path = () => `/v1/tasks/${taskId(1 + Math.floor(Math.random() * tasks))}`;
  const paths = Array.from({ length: 2000 }, path);

  print(`${round(tasks)} tasks`);
  await compareReads({ env, path, seconds, headers });

  await using ours = await startContestant('services/api/src/main.ts', env);
  await measureLists(ours, headers, seconds);
  const fresh = { ...headers, 'if-none-match': '"r5"' };
  const unchanged = await closedLoad({ url: ours.url, paths, connections: 256, seconds, headers: fresh });
  print(`\n304 at 256 connections: ${round(unchanged.perSecond)}/s, p99 ${unchanged.p99Ms} ms`);

  print('\nstreams   commit to watcher, p99   received     memory per idle stream   by Express alone');
  for (const count of [watchers, watchers * 5]) {
    const idle = { key, streams: count, watched: watchedOf(tasks) };
    const own = await idleMemory('services/api/src/main.ts', env, idle);
    const bare = await idleMemory('bench/src/api/baselines/bare-stream.ts', { BODY_BYTES: '2200' }, idle);
    await using server = await startContestant('services/api/src/main.ts', env);
    const figures = await measureWatchers({
      ours: server,
      databaseUrl,
      key,
      tasks,
      watchers: count,
      changes: 200,
    });
    const received = `${figures.received}/${figures.expected}`;
    print(
      `${round(count).padEnd(9)} ${ms(figures.p99Ms).padEnd(24)} ${received.padEnd(12)} ${own.padEnd(24)} ${bare}`,
    );
  }
}

async function measureLists(
  ours: Contestant,
  headers: Readonly<Record<string, string>>,
  seconds: number,
): Promise<void> {
  print('\nlist of 20 at 100 requests/s     p99 from when it was due');
  for (const filter of FILTERS) {
    const path = () => `/v1/tasks?${filter}`;
    const { p99Ms, failures } = await openLoad({ url: ours.url, path, perSecond: 100, seconds, headers });
    print(
      `  ${(filter || 'no filter').padEnd(32)} ${ms(p99Ms)}${failures > 0 ? `, ${failures} failed` : ''}`,
    );
  }
}
