import type { Head } from '@taskfold/database';
import { every } from '@taskfold/runtime';
import type { FoldRole } from './fold-role.ts';

const LOOK_MS = 1000;

export interface WatchRowsOptions {
  readonly role: Pick<FoldRole, 'reached' | 'sawRows'>;
  readonly readRows: () => Promise<ReadonlyMap<number, Pick<Head, 'nextOffset'>>>;
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/**
 * Looks every second, until the signal is aborted, whether the rows still stand where this process left them. A database that
 * has lost commits would else be noticed with the next event of each partition, which may be long in coming. Never rejects.
 */
export async function watchRows({ role, readRows, onError, signal }: WatchRowsOptions): Promise<void> {
  await every(
    LOOK_MS,
    signal,
    async () => {
      const before = role.reached();
      role.sawRows(await readRows(), before);
    },
    onError,
  );
}
