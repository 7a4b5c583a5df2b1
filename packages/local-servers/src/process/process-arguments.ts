import { readFile } from 'node:fs/promises';
import { runProgram } from './run-program.ts';

/** The command line of a living process, its words separated by spaces; empty when there is none with this id. */
export async function processArguments(pid: number): Promise<string> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return '';
  if (process.platform === 'linux') {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return words.replaceAll('\0', ' ').trim();
  }
  return (await runProgram('ps', ['-o', 'args=', '-p', String(pid)])).stdout.trim();
}
