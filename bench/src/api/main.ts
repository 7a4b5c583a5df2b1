import { parseArgs } from 'node:util';
import { startServers } from '../environment/servers.ts';
import { type Contestant, startContestant } from './contestants.ts';
import { closedLoad, type Figures, openLoad } from './load.ts';
import { seedTasks, taskId } from './seed.ts';
import { measureWatchers } from './watchers.ts';

const USAGE = `Usage: npm run bench -- api [OPTION]...

Reads of tasks of about 1 kB: a static body by the framework alone, what one would write first, everything that a request to
ours passes with a static body, and ours. Then lists by each filter at a steady rate, answers of 304, and streams.

  --tasks N      tasks in the database (200,000)
  --seconds N    of each measurement (8)
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
  'needs=refund',
] as const;

const say = (text: string) => void process.stderr.write(`${text}\n`);
const print = (text = '') => void process.stdout.write(`${text}\n`);
const round = (value: number) => Math.round(value).toLocaleString('en-US');
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
  const random = () => taskId(1 + Math.floor(Math.random() * tasks));
  const paths = Array.from({ length: 2000 }, () => `/v1/tasks/${random()}`);

  print(`GET by id, ${round(tasks)} tasks           32 connections           256 connections`);
  const rates = new Map<string, Figures[]>();
  for (const [name, script] of [
    ['static body, Express alone', 'bench/src/api/baselines/static-body.ts'],
    ['Express and Prisma findUnique', 'bench/src/api/baselines/find-unique.ts'],
    ['our middleware, static body', 'bench/src/api/baselines/own-middleware.ts'],
    ['ours', 'services/api/src/main.ts'],
  ] as const) {
    await using contestant = await startContestant(script, env);
    const load = (connections: number, length: number) =>
      closedLoad({ url: contestant.url, paths, connections, seconds: length, headers });
    await load(32, Math.min(seconds, 3));
    const figures = [await load(32, seconds), await load(256, seconds)];
    rates.set(name, figures);
    const shown = figures.map(({ perSecond, p99Ms, failures }) =>
      `${round(perSecond)}/s, p99 ${p99Ms} ms${failures > 0 ? `, ${failures} failed` : ''}`.padEnd(24),
    );
    print(`${name.padEnd(34)} ${shown.join(' ')}`);
  }
  const at256 = (name: string) => rates.get(name)?.[1]?.perSecond ?? Number.NaN;
  for (const other of [
    'our middleware, static body',
    'static body, Express alone',
    'Express and Prisma findUnique',
  ]) {
    print(`  ours ÷ ${other}: ${(at256('ours') / at256(other)).toFixed(2)}`);
  }

  await using ours = await startContestant('services/api/src/main.ts', env);
  await measureLists(ours, headers, seconds);
  const fresh = { ...headers, 'if-none-match': '"r5"' };
  const unchanged = await closedLoad({ url: ours.url, paths, connections: 256, seconds, headers: fresh });
  print(`\n304 at 256 connections: ${round(unchanged.perSecond)}/s, p99 ${unchanged.p99Ms} ms`);

  print('\nstreams   commit to watcher, p99   received     memory per idle stream');
  for (const count of [watchers, watchers * 5]) {
    await using server = await startContestant('services/api/src/main.ts', env);
    const figures = await measureWatchers({
      ours: server,
      databaseUrl,
      key,
      tasks,
      watchers: count,
      changes: 200,
    });
    const memory =
      figures.bytesPerStream === null ? '?' : `${(figures.bytesPerStream / 1024).toFixed(1)} KiB`;
    const received = `${figures.received}/${figures.expected}`;
    print(`${round(count).padEnd(9)} ${ms(figures.p99Ms).padEnd(24)} ${received.padEnd(12)} ${memory}`);
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
