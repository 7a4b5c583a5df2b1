import { backoff, type Logger, sleep } from '@taskfold/runtime';
import type { Pool, PoolClient } from 'pg';
import { CHANGES_CHANNEL } from '../chunk/write-changes.ts';

export interface ListenOptions {
  readonly pool: Pick<Pool, 'connect'>;
  /** Called with the partition that has new changes; with null when listening has begun, since some may have been missed. */
  readonly onChange: (partition: number | null) => void;
  readonly logger: Pick<Logger, 'warn'>;
  readonly signal: AbortSignal;
}

const RETRY = { baseMs: 200, maxMs: 5000 } as const;

/**
 * Hears of changes on one connection of the pool, which it keeps; a connection that breaks is replaced. Resolves once the
 * signal is aborted, and never rejects. Notifications only wake: whoever misses them needs a poll beside.
 */
export async function listenToChanges(options: ListenOptions): Promise<void> {
  const { logger, signal } = options;
  for (let attempt = 0; !signal.aborted; attempt++) {
    const began = performance.now();
    try {
      await listenOnce(options);
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ err: error }, 'changes are not listened to for a moment');
      if (performance.now() - began > RETRY.maxMs) attempt = 0;
      await sleep(backoff({ attempt, ...RETRY }), signal).catch(() => {});
    }
  }
}

async function listenOnce({ pool, onChange, signal }: ListenOptions): Promise<void> {
  const client = await pool.connect();
  const over = Promise.withResolvers<void>();
  const onAbort = () => over.resolve();
  const onError = (error: Error) => over.reject(error);
  const onEnd = () => over.reject(new Error('the connection ended'));
  client.on('error', onError);
  client.on('end', onEnd);
  client.on('notification', ({ payload }) => onChange(partitionOf(payload)));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (signal.aborted) return;
    await Promise.race([client.query(`LISTEN ${CHANGES_CHANNEL}`), over.promise]);
    onChange(null);
    await over.promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    discard(client, onError, onEnd);
  }
}

/** The connection listens, so nobody else may be given it. */
function discard(client: PoolClient, onError: (error: Error) => void, onEnd: () => void): void {
  client.off('error', onError);
  client.off('end', onEnd);
  client.on('error', () => {});
  client.release(true);
}

function partitionOf(payload: string | undefined): number | null {
  const partition = Number.parseInt(payload ?? '', 10);
  return Number.isNaN(partition) ? null : partition;
}
