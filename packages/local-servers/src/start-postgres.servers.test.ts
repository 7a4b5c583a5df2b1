import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { isPortFree } from './process/ports.ts';
import { startPostgres } from './start-postgres.ts';
import { killAfterTest, temporaryDataDir } from './testing/temporary-data.ts';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // An immediate stop ends the connection while it closes.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const start = async (dataDir: string, port?: number) =>
  killAfterTest(
    await startPostgres({
      dataDir,
      durable: false,
      temporary: true,
      ...(port === undefined ? {} : { port }),
    }),
  );

test('data, password and port stay the same from one start to the next', async () => {
  const dataDir = await temporaryDataDir();
  const first = await start(dataDir);
  await query(first.url, 'create table kept as select 42 as answer');
  await first.stop();
  await first.stop();
  expect(await first.ended).toBe('exit code 0');
  expect(await isPortFree(first.port)).toBe(true);

  const second = await start(dataDir);
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  expect(
    await query(
      second.url,
      `select current_setting('timezone') as zone, current_setting('server_encoding') as text`,
    ),
  ).toEqual([{ zone: 'UTC', text: 'UTF8' }]);
});

test('only the password opens it', async () => {
  const { url } = await start(await temporaryDataDir());
  const wrong = new URL(url);
  wrong.password = 'wrong';
  await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
});

test('what was committed before an immediate stop or a kill is there after a restart on the same port', async () => {
  const dataDir = await temporaryDataDir();
  let server = await start(dataDir);
  const { port, url } = server;
  await query(url, 'create table kept (at text)');
  for (const end of ['immediate', 'kill'] as const) {
    await query(url, `insert into kept values ('${end}')`);
    await (end === 'kill' ? server.kill() : server.stop('immediate'));
    server = await start(dataDir, port);
    expect(server.url).toBe(url);
  }
  expect(await query(url, 'select at from kept order by at')).toEqual([{ at: 'immediate' }, { at: 'kill' }]);
});

test("a killed server's process id that belongs to another program by now does not matter", async () => {
  const dataDir = await temporaryDataDir();
  const killed = await start(dataDir);
  await query(killed.url, 'create table kept as select 1 as one');
  await killed.kill();
  const note = join(dataDir, 'data', 'postmaster.pid');
  const lines = (await readFile(note, 'utf8')).split('\n');
  await writeFile(note, ['1', ...lines.slice(1)].join('\n'));

  const { url } = await start(dataDir);
  expect(await query(url, 'select one from kept')).toEqual([{ one: 1 }]);
});

test('what an interrupted initialisation has left is not taken for data', async () => {
  const whole = await temporaryDataDir();
  await (await start(whole)).stop();
  const dataDir = await temporaryDataDir();
  await mkdir(dataDir);
  await cp(join(whole, 'data', 'base'), join(dataDir, 'unfinished', 'base'), { recursive: true });
  await writeFile(join(dataDir, 'unfinished.password'), 'of the interrupted run');

  const { url } = await start(dataDir);
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a port that is taken is not waited for', async () => {
  const dataDir = await temporaryDataDir();
  const first = await start(dataDir);
  await first.stop();
  const other = createServer().listen(first.port, '127.0.0.1');
  onTestFinished(() => void other.close());

  const second = await start(dataDir, first.port);
  expect(second.port).not.toBe(first.port);
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('data of another major version is refused by name', async () => {
  const dataDir = await temporaryDataDir();
  await mkdir(join(dataDir, 'data'), { recursive: true });
  await writeFile(join(dataDir, 'data', 'PG_VERSION'), '16\n');
  await expect(startPostgres({ dataDir })).rejects.toThrow(/was written by PostgreSQL 16 and this is 17/);
});

test('two servers never share a folder', async () => {
  const dataDir = await temporaryDataDir();
  const first = await start(dataDir);
  await expect(startPostgres({ dataDir })).rejects.toThrow(`(process ${first.pid}) already runs`);
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('an aborted start leaves nothing that the next one stumbles over', async () => {
  const dataDir = await temporaryDataDir();
  const abort = new AbortController();
  const aborted = startPostgres({
    dataDir,
    signal: abort.signal,
    onProgress: () => setTimeout(() => abort.abort(), 5),
  });
  await expect(aborted).rejects.toThrow('aborted');
  const { url } = await start(dataDir);
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
});
