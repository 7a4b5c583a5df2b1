import { setTimeout as wait } from 'node:timers/promises';
import { createPool, type Pool } from '@taskfold/database';
import { messageOf } from '@taskfold/runtime';
import { CODECS, type Codec, DEFAULT_CLIENTS, type DefaultClient } from '../clients/defaults.ts';
import { twelveEvents } from '../clients/twelve-events.ts';
import { type System, startSystem } from '../harness/system.ts';
import { installClients } from './install.ts';

// npm run test:producers: publishes twelve events with each client of Kafka, its defaults and each codec, and tells how many of
// them are tasks afterwards. A command of its own: it installs clients for Python and Go.

const TENANT = 'acme';
const WITHIN_MS = 20_000;

/** @returns how many of the events became tasks in time, or why they were not published */
async function landed(
  pool: Pool,
  client: DefaultClient,
  codec: Codec,
  { kafka, topic }: System,
): Promise<number | string> {
  const records = twelveEvents(TENANT, `${client.name.replaceAll(/\W/g, '_')}_${codec}`);
  try {
    await client.publish(kafka, topic, codec, records);
  } catch (error) {
    return messageOf(error);
  }
  const ids = records.map(({ key }) => key);
  const until = performance.now() + WITHIN_MS;
  for (;;) {
    const { rowCount } = await pool.query(
      'SELECT FROM tasks WHERE tenant_id = $1 AND task_id = ANY ($2) AND created_at IS NOT NULL',
      [TENANT, ids],
    );
    if (rowCount === ids.length || performance.now() > until) return rowCount ?? 0;
    await wait(100);
  }
}

const clients = [...DEFAULT_CLIENTS, ...(await installClients())];
const system = await startSystem();
try {
  await system.startProcessor({ ROLES: 'fold' });
  const pool = createPool({ url: system.databaseUrl, applicationName: 'producers', max: 1 });
  const say = (cells: readonly string[]) =>
    process.stdout.write(`${cells.map((cell, index) => cell.padEnd(index === 0 ? 20 : 8)).join('')}\n`);
  say(['client', ...CODECS]);
  for (const client of clients) {
    const cells: string[] = [];
    for (const codec of CODECS) {
      const found = client.codecs.includes(codec) ? await landed(pool, client, codec, system) : '–';
      if (typeof found === 'number' && found < 12) process.exitCode = 1;
      if (typeof found === 'string' && found !== '–') {
        process.exitCode = 1;
        process.stderr.write(`${client.name}, ${codec}: ${found}\n`);
      }
      cells.push(typeof found === 'number' ? `${found}/12` : found === '–' ? found : 'failed');
    }
    say([client.name, ...cells]);
  }
  const { rows } = await pool.query<{ source: string; count: number }>(
    'SELECT source, count(*) AS count FROM rekeyed_records GROUP BY source ORDER BY source',
  );
  for (const { source, count } of rows) process.stdout.write(`${source}: ${count} of 12 published again\n`);
  await pool.end();
} finally {
  await system.stop();
}
