import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createTemporaryFolder } from '../process/temporary-folder.ts';

/** A data folder for one server of the running test, removed after it; register servers to stop later than this. */
export async function temporaryDataDir(): Promise<string> {
  const folder = await createTemporaryFolder('taskfold-servers');
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'server');
}

/** The server, killed at the end of the running test if it still runs then. */
export function killAfterTest<T extends { kill(): Promise<void> }>(server: T): T {
  onTestFinished(() => server.kill());
  return server;
}
