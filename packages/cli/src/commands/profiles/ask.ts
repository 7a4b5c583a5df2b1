import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Context } from '../../program/context.ts';

/**
 * Asks the person at the terminal.
 *
 * @param hidden what is typed is not shown
 * @throws the signal's reason
 */
export async function ask(
  { stdin, signal, note }: Context,
  question: string,
  hidden = false,
): Promise<string> {
  note(question);
  // With an output of its own, readline takes the echo over from the terminal, and here lets it go nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: stdin, ...(hidden ? { output: nowhere, terminal: true } : {}) });
  reader.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return (await reader.question('', { signal })).trim();
  } finally {
    reader.close();
  }
}
