import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '../start-postgres.ts';
import { killAfterTest, temporaryDataDir } from '../testing/temporary-data.ts';
import type { LocalStandby } from './local-standby.ts';
import { startStandby } from './start-standby.ts';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

const local = { durable: false, temporary: true };

test('a standby follows, pauses, loses what it did not receive and becomes a primary', async () => {
  const primary = killAfterTest(await startPostgres({ ...local, dataDir: await temporaryDataDir() }));
  await query(primary.url, 'CREATE TABLE numbers AS SELECT n FROM generate_series(1, 50000) AS n');
  const write = async (n: number) => void (await query(primary.url, `INSERT INTO numbers VALUES (${n})`));
  const newest = async (url: string) => (await query(url, 'SELECT max(n) FROM numbers'))[0];

  // Copied while it is written to.
  let writing = true;
  const writer = (async () => {
    while (writing) await query(primary.url, 'UPDATE numbers SET n = n WHERE n % 7 = 0');
  })();
  onTestFinished(() => writer);
  const dataDir = await temporaryDataDir();
  await mkdir(join(dataDir, 'data.unfinished'), { recursive: true });
  await writeFile(join(dataDir, 'data.unfinished', 'global'), 'what an interrupted copy has left');
  const start = async (): Promise<LocalStandby> =>
    killAfterTest(await startStandby({ ...local, dataDir, primary }));
  let standby = await start();
  writing = false;
  await writer;
  await standby.catchUp();
  const sum = 'SELECT count(*), sum(n) FROM numbers';
  expect(await query(standby.url, sum)).toEqual(await query(primary.url, sum));
  await expect(query(standby.url, 'INSERT INTO numbers VALUES (1)')).rejects.toThrow('read-only transaction');
  expect(new URL(standby.url).password).toBe(new URL(primary.url).password);

  await standby.pauseReplay();
  await write(50_001);
  expect(await newest(standby.url)).toBe(50_000);
  await standby.resumeReplay();
  await standby.catchUp();
  expect(await newest(standby.url)).toBe(50_001);

  await standby.kill();
  await write(50_002);
  standby = await start();
  await standby.catchUp();
  expect(await newest(standby.url)).toBe(50_002);

  await standby.stopReceiving();
  await write(50_003);
  await standby.resumeReceiving();
  await standby.catchUp();
  await standby.stopReceiving();
  await write(50_004);
  await primary.kill();
  await standby.promote();
  expect(await newest(standby.url)).toBe(50_003);
  await query(standby.url, 'INSERT INTO numbers VALUES (60000)');
  await standby.stop();
  standby = await start();
  expect(await query(standby.url, 'SELECT max(n), pg_is_in_recovery() FROM numbers')).toEqual([
    60_000,
    false,
  ]);
});
