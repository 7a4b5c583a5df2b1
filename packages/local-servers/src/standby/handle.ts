import pg from 'pg';
import type { LocalPostgres } from '../postgres/local-postgres.ts';
import { waitFor } from '../process/wait.ts';
import type { LocalStandby } from './local-standby.ts';

const TIMEOUT_MS = 60_000;

export function handleOfStandby(server: LocalPostgres, primaryUrl: string): LocalStandby {
  const { url } = server;
  let primaryConnection: string | undefined;
  return {
    ...server,
    async catchUp() {
      const written = await ask(primaryUrl, 'SELECT pg_current_wal_lsn()');
      await until(url, `SELECT pg_last_wal_replay_lsn() >= '${written}'`, 'caught up with its primary');
    },
    async pauseReplay() {
      await ask(url, 'SELECT pg_wal_replay_pause()');
      await until(url, `SELECT pg_get_wal_replay_pause_state() = 'paused'`, 'paused');
    },
    async resumeReplay() {
      await ask(url, 'SELECT pg_wal_replay_resume()');
    },
    async stopReceiving() {
      primaryConnection ??= String(await ask(url, `SELECT current_setting('primary_conninfo')`));
      await setPrimary(url, '');
      await until(url, 'SELECT NOT EXISTS (SELECT FROM pg_stat_wal_receiver)', 'stopped receiving');
    },
    async resumeReceiving() {
      if (primaryConnection !== undefined) await setPrimary(url, primaryConnection);
      primaryConnection = undefined;
    },
    async promote() {
      if ((await ask(url, 'SELECT pg_promote()')) !== true)
        throw new Error('The standby was not promoted within a minute.');
    },
  };
}

async function setPrimary(url: string, connection: string): Promise<void> {
  await ask(url, `ALTER SYSTEM SET primary_conninfo = ${pg.escapeLiteral(connection)}`);
  await ask(url, 'SELECT pg_reload_conf()');
}

async function until(url: string, condition: string, what: string): Promise<void> {
  const met = await waitFor(async () => ((await ask(url, condition)) === true ? true : undefined), {
    timeoutMs: TIMEOUT_MS,
    intervalMs: 10,
  });
  if (!met) throw new Error(`The standby has not ${what} within a minute.`);
}

/** The one value of the one row, by a connection of its own. */
async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}
