import type { Logger } from '@taskfold/runtime';

export interface LoginCheckOptions {
  /** Why the login to the database is no wall; null where it is one. */
  readonly loginFault: () => Promise<string | null>;
  /** Whether a fault ends the process. */
  readonly refuses: boolean;
  readonly fail: (error: Error) => void;
  readonly logger: Pick<Logger, 'warn'>;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

const AGAIN_MS = 1000;

/** Looks once at what the login to the database may do, as soon as the database can be asked. Never rejects. */
export async function checkLogin(options: LoginCheckOptions): Promise<void> {
  const { loginFault, refuses, fail, logger, sleep, signal } = options;
  while (!signal.aborted) {
    try {
      const fault = await loginFault();
      if (fault !== null && refuses) fail(new Error(fault));
      else if (fault !== null) logger.warn(fault);
      return;
    } catch {
      await sleep(AGAIN_MS, signal).catch(() => {});
    }
  }
}
