import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../process/run-program.ts';

/** Removes everything that a stopped server has kept: its folder and, when it ran in a container, its volume. */
export async function removeServerData(dataDir: string): Promise<void> {
  const volume = await readFile(join(dataDir, 'volume'), 'utf8').catch(() => undefined);
  if (volume !== undefined) await runProgram('docker', ['volume', 'rm', '--force', volume]);
  await rm(dataDir, { recursive: true, force: true });
}
