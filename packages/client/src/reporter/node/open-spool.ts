import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Spool } from '../options.ts';
import { lockFolder } from './folder-lock.ts';
import { readLeft, SpoolFile } from './spool-file.ts';

export interface SpoolOptions {
  /**
   * When what is written is made to survive a crash of the machine. That of the process it survives in any case.
   * `soon`, within a tenth of a second and together with what came meanwhile, is the default; `always`, before the event counts as
   * told, makes a worker wait for the disk; `never` leaves it to the system.
   */
  readonly sync?: 'soon' | 'always' | 'never';
}

const SOON_MS = 100;

/**
 * Opens a spool: a directory of one process, in which events stand until they are sent. It is made where there is none. What an
 * earlier process left is sent first by the reporter that is given the spool, with the same ids, so that what had arrived changes
 * nothing. Progress and partial outputs are not kept: a worker that starts again tells them anew.
 *
 * @throws SpoolInUseError where another process has it open
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises';
 * import { createReporter } from '@taskfold/client/reporter';
 * import { openSpool } from '@taskfold/client/reporter/node';
 *
 * const sent: object[] = [];
 * // In earnest, a directory that a restart finds again.
 * const directory = await mkdtemp('/tmp/spool-');
 * const reporter = createReporter({
 *   source: '/workers/image-7',
 *   publish: async (events) => void sent.push(...events),
 *   spool: openSpool(directory),
 * });
 * // As soon as this returns, it survives a kill.
 * reporter.task('task_1').charge('charge_1', '40');
 * await reporter.close();
 * sent.length; // 1
 * ```
 */
export function openSpool(directory: string, { sync = 'soon' }: SpoolOptions = {}): Spool {
  const folder = resolve(directory);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(folder);
  try {
    return spoolIn(join(folder, 'events'), sync, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

function spoolIn(path: string, sync: NonNullable<SpoolOptions['sync']>, release: () => void): Spool {
  const file = new SpoolFile(path, readLeft(contentOf(path)));
  const left = [...file.places].map(([number, { bytes }]) => ({ number, bytes }));
  let last = left.at(-1)?.number ?? 0;
  let soon: ReturnType<typeof setTimeout> | null = null;
  let isClosed = false;

  const syncSoon = () => {
    soon ??= setTimeout(() => {
      soon = null;
      file.syncBeside();
    }, SOON_MS);
  };
  return {
    left,
    append(text) {
      if (isClosed) throw new Error(`the spool ${path} is closed`);
      last++;
      file.append(last, text);
      if (sync === 'always') file.sync();
      if (sync === 'soon') syncSoon();
      return last;
    },
    read: (number) => file.read(number),
    done: (number) => file.done(number),
    async close() {
      if (isClosed) return;
      isClosed = true;
      if (soon !== null) clearTimeout(soon);
      file.close();
      release();
    },
  };
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
