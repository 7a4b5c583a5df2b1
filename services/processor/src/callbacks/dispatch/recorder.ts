import { taskKey } from '@taskfold/contract';
import { type Logger, retry } from '@taskfold/runtime';
import type { FinishedAttempt, RecordedAttempt } from '../deliveries/record-attempts.ts';

/** Writes down what became of attempts, those that end together in one transaction. */
export interface Recorder {
  /**
   * Resolves when it is written: null where the lease was lost meanwhile, or where the database stayed away until the
   * signal was aborted. Never rejects: the lease runs out, and the attempt is repeated.
   */
  record(attempt: FinishedAttempt): Promise<RecordedAttempt | null>;
}

export interface RecorderOptions {
  readonly write: (attempts: readonly FinishedAttempt[]) => Promise<readonly RecordedAttempt[]>;
  readonly logger: Pick<Logger, 'warn'>;
  /** Ends the waiting for a database that is away. */
  readonly signal: AbortSignal;
}

interface Waiting {
  readonly attempt: FinishedAttempt;
  readonly done: (recorded: RecordedAttempt | null) => void;
}

const MOST_AT_ONCE = 500;
const RETRY = { baseMs: 100, maxMs: 3000 } as const;

export function createRecorder({ write, logger, signal }: RecorderOptions): Recorder {
  const waiting: Waiting[] = [];
  let writing = false;

  async function writeAll(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST_AT_ONCE);
      const recorded = await persist(batch.map(({ attempt }) => attempt));
      const byKey = new Map(recorded.map((attempt) => [keyOf(attempt), attempt]));
      for (const { attempt, done } of batch) done(byKey.get(keyOf(attempt.delivery)) ?? null);
    }
    writing = false;
  }

  // Repeating is safe, also where a commit is unknown: the first one took the lease away.
  async function persist(attempts: readonly FinishedAttempt[]): Promise<readonly RecordedAttempt[]> {
    const onFailure = (error: unknown) =>
      logger.warn({ err: error, attempts: attempts.length }, 'results of callbacks cannot be written yet');
    return await retry(() => write(attempts), { ...RETRY, signal, onFailure }).catch(() => []);
  }

  return {
    record(attempt) {
      const { promise, resolve } = Promise.withResolvers<RecordedAttempt | null>();
      waiting.push({ attempt, done: resolve });
      // What ends in one turn of the event loop is written together.
      if (!writing && waiting.length === 1) setImmediate(() => void writeAll());
      return promise;
    },
  };
}

function keyOf(attempt: Pick<RecordedAttempt, 'tenantId' | 'taskId' | 'type'>): string {
  return `${taskKey(attempt)}/${attempt.type}`;
}
