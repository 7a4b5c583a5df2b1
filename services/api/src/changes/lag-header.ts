import { every, type Logger } from '@taskfold/runtime';

/** How far answers may be behind the log, kept up to date beside the requests. */
export interface LagHeader {
  /** `Task-Projection-Lag` and its value, or nothing where that is not known. */
  headers(): readonly string[];
  /** Asks every second until the signal is aborted. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

export interface LagHeaderOptions {
  /** Seconds; null where nobody ever noted it. */
  readonly read: () => Promise<number | null>;
  readonly logger: Pick<Logger, 'warn'>;
  readonly intervalMs?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

/** A note that is older than this says less than its own age. */
const NOTE_IS_OLD_MS = 5000;

export function createLagHeader(options: LagHeaderOptions): LagHeader {
  const { read, logger, intervalMs = 1000, now = () => performance.now() } = options;
  let note: { readonly seconds: number; readonly readAt: number } | null = null;

  return {
    headers() {
      if (note === null) return [];
      const ageMs = now() - note.readAt;
      const seconds = ageMs > NOTE_IS_OLD_MS ? note.seconds + ageMs / 1000 : note.seconds;
      return ['Task-Projection-Lag', String(Math.ceil(seconds * 10) / 10)];
    },
    async run(signal) {
      let failing = false;
      const ask = async () => {
        const seconds = await read();
        note = seconds === null ? null : { seconds, readAt: now() };
        failing = false;
      };
      await every(intervalMs, signal, ask, (error) => {
        if (!failing) logger.warn({ err: error }, 'the lag cannot be read for a moment');
        failing = true;
      });
    },
  };
}
