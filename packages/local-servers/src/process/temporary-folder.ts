import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { processArguments } from './process-arguments.ts';
import { shellQuote } from './shell-quote.ts';

/** Shell commands that remove a folder, and the one above when it is empty then. */
export function removalOf(folder: string): string {
  return `
  rm -rf ${shellQuote(folder)}
  rmdir ${shellQuote(dirname(folder))}
`;
}

/**
 * A new folder among the system's temporary ones, its name beginning with the prefix and this process's id. Those that
 * processes of the past have left under the same prefix are removed.
 */
export async function createTemporaryFolder(prefix: string): Promise<string> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(`${prefix}-`)) continue;
    const owner = Number(name.slice(prefix.length + 1).split('-')[0]);
    if ((await processArguments(owner)) === '') {
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
    }
  }
  const folder = await mkdtemp(join(tmpdir(), `${prefix}-${process.pid}-`));
  // A server that runs as another user has to pass it.
  await chmod(folder, 0o711);
  return folder;
}
