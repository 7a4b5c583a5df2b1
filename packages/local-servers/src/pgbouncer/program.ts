import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { bringPgBouncer, type PgBouncerProgram } from './bring.ts';

/** Where packages put it, which is not on everybody's PATH. */
const USUAL = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin', '/usr/local/bin'];

/**
 * The program `pgbouncer` of this machine, else one that is brought.
 *
 * @throws MissingPrerequisite when there is none and it cannot be brought
 */
export async function findPgBouncer(
  onProgress: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<PgBouncerProgram> {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...USUAL]) {
    const command = join(folder, 'pgbouncer');
    if (folder !== '' && (await isExecutable(command))) return { command, libraries: null };
  }
  return await bringPgBouncer(onProgress, signal);
}

async function isExecutable(path: string): Promise<boolean> {
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
