import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processArguments } from '../process/process-arguments.ts';
import { waitFor } from '../process/wait.ts';

/** PostgreSQL's own note about the server that runs on a data folder: its process id, and `ready` when it is. */
interface PostmasterFile {
  pid: number;
  ready: boolean;
  lines: string[];
}

const STATUS_LINE = 7;
const WAIT_MS = 6_000;

async function readPostmasterFile(pgData: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(pgData, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return { pid: Number(lines[0]), ready: lines[STATUS_LINE]?.trim() === 'ready', lines };
}

/** Whether the server with this process id accepts connections. */
export async function isReady(pgData: string, pid: number): Promise<boolean> {
  const file = await readPostmasterFile(pgData);
  return file?.pid === pid && file.ready;
}

/**
 * Makes sure that no server runs on the data folder. A server that is just being stopped by the guard of a killed run is
 * waited for. When the process id in the note of a killed server belongs to another program by now, PostgreSQL would not
 * start; the note is then given our own id, which PostgreSQL knows to be stale since we are its parent. The note is not
 * removed: by its other lines PostgreSQL finds out whether processes of the killed server still live.
 *
 * @throws when a server still runs there after six seconds
 */
export async function releaseDataFolder(pgData: string, signal: AbortSignal | undefined): Promise<void> {
  const free = await waitFor(
    async () => {
      const file = await readPostmasterFile(pgData);
      if (file === undefined) return true;
      const program = await processArguments(file.pid);
      if (/^(\S*\/)?postgres\b/.test(program)) return undefined;
      if (program !== '') {
        const lines = [String(process.pid), ...file.lines.slice(1)];
        await writeFile(join(pgData, 'postmaster.pid'), lines.join('\n'));
      }
      return true;
    },
    { timeoutMs: WAIT_MS, intervalMs: 100, signal },
  );
  if (free) return;
  const file = await readPostmasterFile(pgData);
  throw new Error(`Another PostgreSQL (process ${file?.pid}) already runs on ${pgData}: stop it first.`);
}
