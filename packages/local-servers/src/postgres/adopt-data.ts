import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../process/run-program.ts';
import { findPostgresBinaries } from './binaries.ts';
import { findServerUser } from './server-user.ts';

export interface AdoptedData {
  /** What `pg_basebackup` has written. Moved away. */
  readonly from: string;
  /** The data folder of the server to start, not there yet; on the same file system. */
  readonly dataDir: string;
  /** Of its superuser `postgres`. */
  readonly password: string;
}

/** Makes a base backup the data of a server that `startPostgres` starts. @throws what the file system says */
export async function adoptPostgresData({ from, dataDir, password }: AdoptedData): Promise<void> {
  const pgData = join(dataDir, 'data');
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  await writeFile(join(dataDir, 'password'), password, { mode: 0o600 });
  const { postgres } = await findPostgresBinaries();
  const { ids } = await findServerUser(undefined, [postgres, dataDir]);
  if (ids) {
    const { exitCode, stderr } = await runProgram('chown', ['-R', `${ids.uid}:${ids.gid}`, from]);
    if (exitCode !== 0) throw new Error(stderr.trim());
  }
  await rename(from, pgData);
}
