import { ConnectionFault } from '@taskfold/database';
import { retry } from '@taskfold/runtime';

export interface PathCheckOptions {
  /** Why the ways to the database do not do, in a sentence; null where they do. */
  readonly pathFault: () => Promise<string | null>;
  /** Ends the process. */
  readonly fail: (error: Error) => void;
  readonly report: (reason: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Looks once at the ways to the database, as soon as it can be asked, and ends the process where they do not do or the database
 * will never let it in. One that is away is asked again. Never rejects.
 */
export async function checkPaths({ pathFault, fail, report, signal }: PathCheckOptions): Promise<void> {
  const onFailure = (error: unknown) => {
    if (error instanceof ConnectionFault && !error.passes) throw error;
  };
  try {
    const fault = await retry(pathFault, { baseMs: 1000, maxMs: 1000, signal, onFailure });
    if (fault !== null) throw new Error(fault);
  } catch (error) {
    if (signal.aborted || !(error instanceof Error)) return;
    report(error.message);
    fail(error);
  }
}
