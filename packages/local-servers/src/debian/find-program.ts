import { access, constants } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import { bringDebianProgram, type DebianProgram, type FoundProgram } from './bring.ts';

/** Where packages put programs, which is not on everybody's PATH. */
const USUAL = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin', '/usr/local/bin'];

/**
 * The program of this machine, else one that is brought.
 *
 * @throws MissingPrerequisite when there is none and it cannot be brought
 */
export async function findProgram(
  wanted: DebianProgram,
  onProgress: (text: string) => void = () => {},
  signal?: AbortSignal,
): Promise<FoundProgram> {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...USUAL]) {
    const command = join(folder, basename(wanted.path));
    if (folder !== '' && (await isExecutable(command))) return { command, libraries: null };
  }
  return await bringDebianProgram(wanted, onProgress, signal);
}

async function isExecutable(path: string): Promise<boolean> {
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
