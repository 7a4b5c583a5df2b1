import process from 'node:process';
import type { Reporter } from '../create-reporter.ts';

export interface CloseOnExitOptions {
  /** `SIGTERM` and `SIGINT` unless others are given. */
  readonly signals?: readonly NodeJS.Signals[];
  /** How long what waits may take, in milliseconds; 10,000. */
  readonly timeoutMs?: number;
}

/**
 * Closes a reporter when the process is asked to end, and when nothing is left to do. The signal ends the process after that, unless
 * the program listens to it as well and ends by itself.
 *
 * @returns what takes this back
 */
export function closeOnExit(
  reporter: Pick<Reporter, 'close'>,
  { signals = ['SIGTERM', 'SIGINT'], timeoutMs = 10_000 }: CloseOnExitOptions = {},
): () => void {
  const close = () => reporter.close({ timeoutMs });
  const onSignal = (signal: NodeJS.Signals) => {
    const end = () => {
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    close().then(end, end);
  };
  const onNothingLeft = () => {
    close().catch((error: unknown) => process.emitWarning(String(error), 'TaskfoldWarning'));
  };
  for (const signal of signals) process.once(signal, onSignal);
  process.once('beforeExit', onNothingLeft);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
    process.off('beforeExit', onNothingLeft);
  };
}
