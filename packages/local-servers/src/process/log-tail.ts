import { readFile } from 'node:fs/promises';

/** The last lines of a server's log, in one line, to say why it did not start. */
export async function readLogTail(file: string, lines = 8): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-lines).join(' | ') || `nothing in ${file}`;
}
