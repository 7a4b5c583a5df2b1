import { createHash } from 'node:crypto';
import { chown, mkdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findPostgresBinaries } from '../postgres/binaries.ts';
import { findServerUser } from '../postgres/server-user.ts';
import { startEmbeddedPostgres } from '../postgres/start-embedded.ts';
import { exists } from '../process/exists.ts';
import { takeBaseBackup } from './base-backup.ts';
import { handleOfStandby } from './handle.ts';
import type { LocalStandby, StandbyOptions } from './local-standby.ts';

/**
 * Starts a hot standby of a running PostgreSQL by streaming replication, and resolves when it answers reads; it may be behind
 * then (`catchUp`). The first start copies the primary's data; a further one on the same folder goes on where it was, also as the
 * primary that it was promoted to. The primary needs no setting: a replication slot is made, which stays when this one stops.
 *
 * @throws MissingPrerequisite when this machine lacks something, or the primary runs in a container or elsewhere
 */
export async function startStandby(options: StandbyOptions): Promise<LocalStandby> {
  const { onProgress = () => {}, primary } = options;
  const dataDir = resolve(options.dataDir);
  const pgData = join(dataDir, 'data');
  const slot = `standby_${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`;
  const url = new URL(primary.url);
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const { postgres } = await findPostgresBinaries();
  const owner = await stat(pgData).catch(() => undefined);
  const { ids } = await findServerUser(owner && { uid: owner.uid, gid: owner.gid }, [postgres, pgData]);
  if (!(await exists(join(pgData, 'PG_VERSION')))) {
    onProgress('copying the data of the primary');
    await takeBaseBackup(primary.url, pgData, slot, ids);
  }
  // At each start: the primary may have got another port.
  const settings = join(pgData, 'postgresql.auto.conf');
  await writeFile(settings, settingsOf(url, slot), { mode: 0o600 });
  if (ids) await chown(settings, ids.uid, ids.gid);
  await writeFile(join(dataDir, 'password'), decodeURIComponent(url.password), { mode: 0o600 });
  const server = await startEmbeddedPostgres(options);
  return handleOfStandby(server, primary.url);
}

function settingsOf(primary: URL, slot: string): string {
  const connection = [
    `host=${primary.hostname}`,
    `port=${primary.port}`,
    `user=${decodeURIComponent(primary.username)}`,
    `password=${decodeURIComponent(primary.password)}`,
    `application_name=${slot}`,
  ];
  return `primary_conninfo = '${connection.join(' ')}'
primary_slot_name = '${slot}'
wal_retrieve_retry_interval = '100ms'
wal_receiver_status_interval = '1s'
`;
}
