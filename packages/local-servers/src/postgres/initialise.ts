import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../process/run-program.ts';
import type { ServerOptions } from '../server-options.ts';
import { POSTGRES_MAJOR, type PostgresBinaries } from './binaries.ts';
import { findServerUser, type ServerUser } from './server-user.ts';

export interface Cluster {
  pgData: string;
  password: string;
  user: ServerUser;
}

export const SUPERUSER = 'postgres';

/**
 * The database cluster in `dataDir`, made when there is none. It is made beside its place and moved there when whole, so
 * what an interrupted start has left is never taken for a cluster; it is removed here.
 *
 * @throws when the cluster belongs to another major version
 */
export async function openCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  { onProgress = () => {}, signal, durable = true }: Omit<ServerOptions, 'dataDir'>,
): Promise<Cluster> {
  const pgData = join(dataDir, 'data');
  const passwordFile = join(dataDir, 'password');
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const version = await readFile(join(pgData, 'PG_VERSION'), 'utf8').catch(() => undefined);
  const owner = await stat(pgData).catch(() => undefined);
  const user = await findServerUser(owner && { uid: owner.uid, gid: owner.gid }, [binaries.postgres, pgData]);
  if (version !== undefined) {
    if (version.trim() !== String(POSTGRES_MAJOR)) {
      throw new Error(
        `The data in ${pgData} was written by PostgreSQL ${version.trim()} and this is ${POSTGRES_MAJOR}: ` +
          'dump it with the old version, or remove the folder to begin anew.',
      );
    }
    return { pgData, password: await readFile(passwordFile, 'utf8'), user };
  }

  onProgress('creating the database cluster');
  const password = randomBytes(18).toString('base64url');
  const unfinished = join(dataDir, 'unfinished');
  const newPassword = join(dataDir, 'unfinished.password');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(newPassword, password, { mode: 0o600 });
  if (user.ids) {
    await chown(unfinished, user.ids.uid, user.ids.gid);
    await chown(newPassword, user.ids.uid, user.ids.gid);
  }
  const { command, args, ...ids } = user.wrap(binaries.initdb, [
    `--pgdata=${unfinished}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${newPassword}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--lc-collate=C',
    '--lc-ctype=C',
    '--lc-messages=C',
    '--lc-monetary=C',
    '--lc-numeric=C',
    '--lc-time=C',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ]);
  const result = await runProgram(command, args, { ...ids, env: { ...process.env, TZ: 'UTC' }, signal });
  signal?.throwIfAborted();
  if (result.exitCode !== 0) {
    throw new Error(`PostgreSQL's initdb failed: ${result.stderr.trim() || result.stdout.trim()}`);
  }
  // The password first: a cluster whose password is lost would be of no use.
  await rename(newPassword, passwordFile);
  await rename(unfinished, pgData);
  return { pgData, password, user };
}
