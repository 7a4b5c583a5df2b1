import { abortable, createWake, type Logger } from '@taskfold/runtime';
import type { KafkaFault } from './fault.ts';

export interface WatchOptions {
  readonly diagnose: () => Promise<KafkaFault | null>;
  /** Told after each look. */
  readonly report: (fault: KafkaFault | null) => void;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

export interface ConnectionWatch {
  /** A connection has ended: it is looked why, soon. */
  suspect(): void;
  /** Resolves when the signal is aborted. Never rejects. */
  readonly ended: Promise<void>;
}

/** Between two looks: where all is well and no connection ends, where one has ended, and where something is wrong. */
const QUIET_MS = 30_000;
const LEAST_MS = 500;
const FAULTY_MS = 2000;

/**
 * Looks at the way to Kafka at the beginning, whenever a connection ends, and every half a minute; while something is wrong,
 * every two seconds. The log has a fault once, and its end.
 */
export function watchConnection({ diagnose, report, logger, signal }: WatchOptions): ConnectionWatch {
  const wake = createWake();
  const pause = createWake();

  async function run(): Promise<void> {
    let told: string | null = null;
    while (!signal.aborted) {
      const fault = await abortable(diagnose(), signal).catch(() => null);
      if (signal.aborted) return;
      report(fault);
      const sentence = fault?.sentence ?? null;
      if (sentence !== null && sentence !== told) logger.error(`Kafka cannot be reached. ${sentence}`);
      if (sentence === null && told !== null) logger.info('Kafka is reached again.');
      told = sentence;
      await pause.wait(fault === null ? LEAST_MS : FAULTY_MS, signal);
      if (fault === null) await wake.wait(QUIET_MS, signal);
    }
  }

  return { suspect: wake.now, ended: run() };
}
