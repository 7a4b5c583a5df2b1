import { type Logger, retry } from '@taskfold/runtime';

export interface LoginCheckOptions {
  /** Why the login to the database is no wall; null where it is one. */
  readonly loginFault: () => Promise<string | null>;
  /** Whether a fault ends the process. */
  readonly refuses: boolean;
  readonly fail: (error: Error) => void;
  readonly logger: Pick<Logger, 'warn'>;
  readonly signal: AbortSignal;
}

/** Looks once at what the login to the database may do, as soon as the database can be asked. Never rejects. */
export async function checkLogin(options: LoginCheckOptions): Promise<void> {
  const { loginFault, refuses, fail, logger, signal } = options;
  const again = { baseMs: 1000, maxMs: 1000, signal, onFailure: () => {} };
  const fault = await retry(loginFault, again).catch(() => null);
  if (fault !== null && refuses) fail(new Error(fault));
  else if (fault !== null) logger.warn(fault);
}
