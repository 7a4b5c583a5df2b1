import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { MAX_EVENT_BYTES } from '@taskfold/contract';
import { type Line, messageOf, readLines } from '@taskfold/runtime/command';
import { CommandFailure } from '../../outcome/command-failure.ts';
import type { Context } from '../../program/context.ts';

/**
 * The lines of a file, or of standard input where it is `-`, a group for whatever arrives together. Ends with the signal.
 *
 * @throws CommandFailure where the file cannot be read
 */
export async function* linesOf(file: string, { stdin, signal }: Context): AsyncGenerator<readonly Line[]> {
  const stream = file === '-' ? stdin : createReadStream(file);
  // A read that waits for more, such as of a terminal, has to end with the stop.
  const end = () => stream.destroy();
  signal.addEventListener('abort', end, { once: true });
  try {
    yield* readLines(stream, MAX_EVENT_BYTES);
  } catch (cause) {
    signal.throwIfAborted();
    throw new CommandFailure('usage', `The file cannot be read: ${messageOf(cause)}`, { cause });
  } finally {
    signal.removeEventListener('abort', end);
    await finished(stream).catch(() => {});
  }
  signal.throwIfAborted();
}
