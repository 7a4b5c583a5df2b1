import { ConnectionFault } from '@taskfold/database';

export interface PathCheckOptions {
  /** Why the ways to the database do not do, in a sentence; null where they do. */
  readonly pathFault: () => Promise<string | null>;
  /** Ends the process. */
  readonly fail: (error: Error) => void;
  readonly report: (reason: string) => void;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

const AGAIN_MS = 1000;

/**
 * Looks once at the ways to the database, as soon as it can be asked, and ends the process where they do not do or the database
 * will never let it in. One that is away is asked again. Never rejects.
 */
export async function checkPaths(options: PathCheckOptions): Promise<void> {
  const { pathFault, fail, report, sleep, signal } = options;
  const end = (error: Error) => {
    report(error.message);
    fail(error);
  };
  while (!signal.aborted) {
    try {
      const fault = await pathFault();
      if (fault !== null && !signal.aborted) end(new Error(fault));
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ConnectionFault && !error.passes) {
        end(error);
        return;
      }
      await sleep(AGAIN_MS, signal).catch(() => {});
    }
  }
}
