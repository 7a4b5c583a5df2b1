import { chown, copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { MissingPrerequisite } from '../missing-prerequisite.ts';
import type { ServerUser } from '../postgres/server-user.ts';
import { exists } from '../process/exists.ts';

/** Of these the folder alone: what is in them is the primary's own, or comes by the stream. As `pg_basebackup` does it. */
const EMPTY = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
]);
const LEFT_OUT = /^(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*|postgresql\.auto\.conf)$/;

/**
 * Copies the data of a primary that runs and goes on writing. Beside its place first, so that what an interrupted copy has left
 * is never taken for whole. npm's PostgreSQL comes without `pg_basebackup`; this does the same by the server's own functions.
 *
 * @param slot a physical replication slot, made here: the primary keeps what the standby has not received yet
 * @throws MissingPrerequisite when the primary's data is not on this machine
 */
export async function takeBaseBackup(
  primaryUrl: string,
  pgData: string,
  slot: string,
  ids: ServerUser['ids'],
): Promise<void> {
  const unfinished = `${pgData}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const client = new pg.Client({ connectionString: primaryUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query(`SELECT current_setting('data_directory') AS folder`);
    const source = String(rows[0].folder);
    if (!(await exists(join(source, 'PG_VERSION')))) {
      throw new MissingPrerequisite(
        `The primary's data (${source}) is not a folder of this machine: a standby is made of servers that run here.`,
      );
    }
    await client.query(
      `SELECT pg_create_physical_replication_slot($1, true)
       WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = $1)`,
      [slot],
    );
    // The session has to stay: the backup is void when it ends. `fast`: a checkpoint at once.
    await client.query(`SELECT pg_backup_start('taskfold standby', fast => true)`);
    await copyFolder(source, unfinished, ids, true);
    const stopped = await client.query(`SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)`);
    const files = { backup_label: String(stopped.rows[0].labelfile), 'standby.signal': '' };
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(unfinished, name), text, { mode: 0o600 });
      if (ids) await chown(join(unfinished, name), ids.uid, ids.gid);
    }
    await rename(unfinished, pgData);
  } finally {
    await client.end();
  }
}

async function copyFolder(from: string, to: string, ids: ServerUser['ids'], top: boolean): Promise<void> {
  await makeFolder(to, ids);
  const entries = (await readdir(from, { withFileTypes: true })).filter(({ name }) => !LEFT_OUT.test(name));
  // What says where recovery has to begin comes last.
  entries.sort((a, b) => Number(a.name === 'pg_control') - Number(b.name === 'pg_control'));
  for (const entry of entries) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      if (top && EMPTY.has(entry.name)) await makeFolder(target, ids);
      else await copyFolder(source, target, ids, false);
      continue;
    }
    try {
      await copyFile(source, target);
      if (ids) await chown(target, ids.uid, ids.gid);
    } catch (error) {
      // Removed since the folder was read: the stream brings that, too.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
}

async function makeFolder(path: string, ids: ServerUser['ids']): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (ids) await chown(path, ids.uid, ids.gid);
}
