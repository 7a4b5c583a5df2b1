import { chown, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresOptions } from './postgres-options.ts';

/**
 * Puts what says who may connect, and how, where the server can read it.
 *
 * @returns the settings that name it
 */
export async function writeAccessFiles(
  { dataDir, tls, hba }: Pick<PostgresOptions, 'dataDir' | 'tls' | 'hba'>,
  ids: { readonly uid: number; readonly gid: number } | undefined,
): Promise<Record<string, string>> {
  const settings: Record<string, string> = {};
  const own = async (path: string) => {
    if (ids) await chown(path, ids.uid, ids.gid);
    return path;
  };
  if (hba !== undefined) {
    const file = join(dataDir, 'pg_hba.conf');
    await writeFile(file, `${hba.join('\n')}\n`, { mode: 0o600 });
    settings.hba_file = await own(file);
  }
  if (tls !== undefined) {
    const folder = join(dataDir, 'tls');
    await mkdir(folder, { recursive: true });
    const certificate = join(folder, 'server.crt');
    const key = join(folder, 'server.key');
    const authority = join(folder, 'ca.crt');
    await copyFile(tls.certFile, certificate);
    // Anew with its rights: PostgreSQL refuses a key that others may read.
    await writeFile(key, await readFile(tls.keyFile), { mode: 0o600 });
    await copyFile(tls.caFile, authority);
    settings.ssl = 'on';
    settings.ssl_cert_file = await own(certificate);
    settings.ssl_key_file = await own(key);
    settings.ssl_ca_file = await own(authority);
  }
  return settings;
}
