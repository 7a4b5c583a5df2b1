import { join } from 'node:path';
import pg from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import '../testing/index.ts';
import { temporaryDataDir } from '../testing/temporary-data.ts';
import { startPgBouncer } from './start-pgbouncer.ts';

async function start(settings: Record<string, string> = {}) {
  const bouncer = await startPgBouncer({
    upstream: { url: inject('postgresUrl') },
    dataDir: join(await temporaryDataDir(), 'pgbouncer'),
    settings,
    temporary: true,
  });
  onTestFinished(() => bouncer.kill());
  return bouncer;
}

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

async function one(client: pg.Client, sql: string): Promise<unknown> {
  const { rows } = await client.query({ text: sql, rowMode: 'array' });
  return rows[0]?.[0];
}

test('gives a connection away between transactions, to every database and login', async () => {
  const bouncer = await start({ default_pool_size: '1' });
  const [first, second] = [await open(bouncer.url), await open(bouncer.url)];
  expect(await one(second, 'SELECT pg_backend_pid()')).toBe(await one(first, 'SELECT pg_backend_pid()'));
  await first.query('BEGIN; SELECT 1');
  const waiting = one(second, 'SELECT 2');
  await first.query('COMMIT');
  expect(await waiting).toBe(2);

  await first.query("CREATE ROLE of_the_pooler LOGIN PASSWORD 'its own'");
  await first.query('CREATE DATABASE behind_the_pooler');
  const other = new URL(inject('postgresUrl'));
  Object.assign(other, { username: 'of_the_pooler', password: 'its own', pathname: '/behind_the_pooler' });
  const guest = await open(bouncer.urlOf(other.href));
  expect(await one(guest, "SELECT current_user || '/' || current_database()")).toBe(
    'of_the_pooler/behind_the_pooler',
  );
  other.password = 'another';
  await expect(open(bouncer.urlOf(other.href))).rejects.toThrow('auth');
  await guest.end();
  const owner = new pg.Client(inject('postgresUrl'));
  await owner.connect();
  await owner.query('DROP DATABASE behind_the_pooler WITH (FORCE)');
  await owner.query('DROP ROLE of_the_pooler');
  await owner.end();
});

test('is killed and started again on its port, and paused by its console', async () => {
  const bouncer = await start();
  const client = await open(bouncer.url);
  const gone = new Promise((resolve) => client.once('end', resolve));
  const { pid, port } = bouncer;
  await bouncer.kill();
  await gone;
  await expect(open(bouncer.url)).rejects.toThrow();
  await bouncer.restart();
  expect(bouncer.pid).not.toBe(pid);
  expect(bouncer.port).toBe(port);
  const again = await open(bouncer.url);
  expect(await one(again, 'SELECT 1')).toBe(1);

  const console = await open(bouncer.consoleUrl);
  await console.query('PAUSE');
  let answered = false;
  const waiting = one(again, 'SELECT 2').then((value) => {
    answered = true;
    return value;
  });
  await console.query('SHOW POOLS');
  expect(answered).toBe(false);
  await console.query('RESUME');
  expect(await waiting).toBe(2);
});
