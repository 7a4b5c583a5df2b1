import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool } from '@taskfold/database';
import {
  adoptPostgresData,
  findPostgresClients,
  type LocalPostgres,
  type PostgresClients,
  startPostgres,
} from '@taskfold/local-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { structured } from './clients/foreign-record.ts';
import { createPlatformaticProducer, type ForeignProducer } from './clients/platformatic.ts';
import { runCommand, runTaskfold } from './harness/command.ts';
import { eventually } from './harness/eventually.ts';
import { getTask } from './harness/get-task.ts';
import type { RunningService } from './harness/service.ts';
import { type System, startSystem } from './harness/system.ts';
import { manyTasks } from './histories/many-tasks.ts';

// As docs/operations/backup.md has it, command by command.
const TENANTS = ['before', 'during', 'after'] as const;
const TASKS = 60;
const EVENTS = 10 * TASKS;
/** The same before and after: cursors are signed. */
const API = { CURSOR_KEY: randomBytes(32).toString('hex') };

let system: System;
let producer: ForeignProducer;
let programs: PostgresClients;
let folder: string;
const servers: LocalPostgres[] = [];

beforeAll(async () => {
  // PostgreSQL may run as another user, who has to pass it.
  folder = await mkdtemp(join(tmpdir(), 'taskfold-backup-'));
  await runCommand({ command: 'chmod', args: ['711', folder] });
  programs = await findPostgresClients();
  system = await startSystem();
  producer = createPlatformaticProducer(system.kafka, system.topic);
});
afterAll(async () => {
  await producer?.close();
  for (const server of servers) await server.kill();
  await system?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function folded(url: string): Promise<number> {
  const pool = createPool({ url, applicationName: 'end-to-end', max: 1 });
  try {
    const { rows } = await pool.query(
      'SELECT coalesce(sum(next_offset), 0)::int8 AS folded FROM checkpoints',
    );
    return rows[0].folded;
  } finally {
    await pool.end();
  }
}

const untilFolded = (url: string, count: number) =>
  eventually(
    `${count} records are folded`,
    async () => ((await folded(url)) >= count ? true : undefined),
    120_000,
  );

const publish = (tenantId: string) => producer.send(manyTasks(tenantId, TASKS).map(structured));

const run = (program: keyof PostgresClients, ...args: readonly string[]) =>
  runCommand({ command: programs[program], args });

const answers = (api: RunningService, keys: readonly string[]) =>
  Promise.all(
    keys.flatMap((key) =>
      ['task_1', 'task_30', `task_${TASKS - 1}`].map((task) => getTask(api.url, key, task)),
    ),
  ).then((all) => all.map(({ status, text }) => ({ status, text })));

interface Updates {
  readonly data: readonly { readonly task_id: string }[];
  readonly next_cursor: string;
}
const askUpdates = (api: RunningService, key: string, query: string) =>
  fetch(`${api.url}/v1/task-updates?limit=100&${query}`, { headers: { authorization: `Bearer ${key}` } });

async function updates(...asked: Parameters<typeof askUpdates>): Promise<Updates> {
  const answer = await askUpdates(...asked);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Updates;
}

test('a base backup, a dump, both taken while events are folded, and an empty database catch up from the log', async () => {
  const lostUrl = system.databaseUrl;
  const keys = await Promise.all(TENANTS.map((tenant) => system.createKey(tenant)));
  const [api, processor] = await Promise.all([
    system.startApi(API),
    system.startProcessor({ CHUNK_MAX_RECORDS: '20' }),
  ]);
  await publish('before');
  await untilFolded(lostUrl, EVENTS);

  await publish('during');
  const base = join(folder, 'base');
  const dump = join(folder, 'taskfold.dump');
  await run(
    'pg_basebackup',
    '--dbname',
    lostUrl,
    '--pgdata',
    base,
    '--wal-method=stream',
    '--checkpoint=fast',
  );
  await run('pg_dump', '--dbname', lostUrl, '--format=custom', '--file', dump);
  const roles = await run('pg_dumpall', '--dbname', lostUrl, '--globals-only', '--no-role-passwords');

  await publish('after');
  await untilFolded(lostUrl, 3 * EVENTS);
  const expected = await answers(api, keys);
  expect(expected.every(({ status }) => status === 200)).toBe(true);
  const { next_cursor: cursor } = await updates(api, keys[2] ?? '', 'from=now');
  // A key that the backup does not know, and no log tells of.
  const later = await system.createKey('after');
  await Promise.all([api.kill(), processor.kill()]);

  const { password } = new URL(lostUrl);
  await adoptPostgresData({
    from: base,
    dataDir: join(folder, 'of-base'),
    password: decodeURIComponent(password),
  });
  const ofBase = await startPostgres({ dataDir: join(folder, 'of-base'), durable: false });
  servers.push(ofBase);
  const ofDump = await startPostgres({ dataDir: join(folder, 'of-dump'), durable: false });
  servers.push(ofDump);
  await runCommand({ command: programs.psql, args: ['--dbname', ofDump.url, '--quiet'], input: roles });
  const restored = new URL(ofDump.url).href;
  await run('pg_restore', '--dbname', restored, '--no-owner', '--exit-on-error', dump);

  const ofBaseUrl = new URL(ofBase.url);
  ofBaseUrl.pathname = new URL(lostUrl).pathname;
  for (const url of [ofBaseUrl.href, restored]) {
    const begun = await folded(url);
    expect(begun).toBeGreaterThanOrEqual(EVENTS);
    expect(begun).toBeLessThan(3 * EVENTS);
    await catchesUp(url, { expected, keys, cursor, later, hasExpired: false });
  }
  const empty = await emptyDatabase(restored);
  await runTaskfold(['migrate'], { ...system.env, ...at(empty) });
  const made = TENANTS.map((tenant) =>
    runTaskfold(['tenants', 'create-key', tenant, '--scope', 'tasks:read'], { ...system.env, ...at(empty) }),
  );
  const anew = (await Promise.all(made)).map((key) => key.trim());
  // Positions begin above all that were given, so that a cursor from before says that it is too old, and passes by nothing.
  await catchesUp(empty, { expected, keys: anew, cursor, later, hasExpired: true });
});

const at = (url: string) => ({ DATABASE_URL: url, DATABASE_DIRECT_URL: url });

async function emptyDatabase(server: string): Promise<string> {
  const pool = createPool({ url: server, applicationName: 'end-to-end', max: 1 });
  await pool.query('CREATE DATABASE made_anew');
  await pool.end();
  const url = new URL(server);
  url.pathname = '/made_anew';
  return url.href;
}

let logged = 3 * EVENTS;

interface Before {
  readonly expected: readonly { readonly status: number; readonly text: string }[];
  readonly keys: readonly string[];
  /** Of the feed, from before the loss. */
  readonly cursor: string;
  readonly hasExpired: boolean;
  readonly later: string;
}

async function catchesUp(url: string, before: Before): Promise<void> {
  const { expected, keys, cursor, later, hasExpired } = before;
  const env = at(url);
  const [api, processor] = await Promise.all([
    system.startApi({ ...API, ...env }),
    system.startProcessor(env),
  ]);
  await untilFolded(url, logged);
  expect(await answers(api, keys)).toEqual(expected);
  expect(await runTaskfold(['projection', 'verify'], { ...system.env, ...env })).toContain(
    'is what the log says',
  );
  // A cursor from before the loss passes by nothing that comes after it.
  const key = keys[2] ?? '';
  const task = `since_${new URL(url).port}_${new URL(url).pathname.slice(1)}`;
  await producer.send(manyTasks('after', 1).map((event) => structured({ ...event, taskId: task })));
  logged += 10;
  const old = `cursor=${encodeURIComponent(cursor)}`;
  if (hasExpired) expect((await askUpdates(api, key, old)).status).toBe(410);
  await eventually(`the feed tells of ${task}`, async () => {
    for (let from = hasExpired ? 'from=oldest' : old; ; ) {
      const page = await updates(api, key, from);
      if (page.data.some(({ task_id }) => task_id === task)) return true;
      if (page.data.length === 0) return undefined;
      from = `cursor=${encodeURIComponent(page.next_cursor)}`;
    }
  });
  expect((await getTask(api.url, later, 'task_1')).status).toBe(401);
  await processor.stop();
  await api.stop();
}
