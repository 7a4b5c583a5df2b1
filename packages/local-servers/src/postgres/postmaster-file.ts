import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../process/run-command.ts';
import { waitFor } from '../process/wait.ts';

/** PostgreSQL's own note about the server that runs on a data folder: its process id, and `ready` when it is. */
interface PostmasterFile {
  pid: number;
  ready: boolean;
}

const STATUS_LINE = 7;

async function readPostmasterFile(pgData: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(pgData, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return { pid: Number(lines[0]), ready: lines[STATUS_LINE]?.trim() === 'ready' };
}

/** Whether the server with this process id accepts connections. */
export async function isReady(pgData: string, pid: number): Promise<boolean> {
  const file = await readPostmasterFile(pgData);
  return file?.pid === pid && file.ready;
}

/**
 * Makes sure that no server runs on the data folder. The note of a server that was killed is removed when its process id
 * belongs to another program by now, which PostgreSQL itself would not dare. A server that is just being stopped by the
 * guard of a killed run is waited for.
 *
 * @throws when a server still runs there after ten seconds
 */
export async function clearStalePostmasterFile(
  pgData: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const free = await waitFor(
    async () => {
      const file = await readPostmasterFile(pgData);
      return file === undefined || !(await isPostgres(file.pid)) ? true : undefined;
    },
    { timeoutMs: 10_000, intervalMs: 100, signal },
  );
  if (!free) {
    const file = await readPostmasterFile(pgData);
    throw new Error(`Another PostgreSQL (process ${file?.pid}) already runs on ${pgData}: stop it first.`);
  }
  await rm(join(pgData, 'postmaster.pid'), { force: true });
}

async function isPostgres(pid: number): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  const { stdout } = await runCommand('ps', ['-o', 'stat=,args=', '-p', String(pid)]);
  return stdout.includes('postgres') && !stdout.trimStart().startsWith('Z');
}
