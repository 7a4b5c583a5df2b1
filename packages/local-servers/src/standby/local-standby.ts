import type { LocalPostgres } from '../postgres/local-postgres.ts';
import type { ServerOptions } from '../server-options.ts';

export interface StandbyOptions extends ServerOptions {
  /** The primary that it follows: a superuser's URL, of a server whose data folder lies on this machine. */
  primary: Pick<LocalPostgres, 'url'>;
}

/**
 * A hot standby: it follows its primary by streaming replication, asynchronously, and answers what only reads. Its URL has the
 * primary's superuser and password.
 */
export interface LocalStandby extends LocalPostgres {
  /** Waits until it has applied all that the primary has written by now. @throws when it has not after a minute */
  catchUp(): Promise<void>;
  /** What is received is no longer applied: reads stay what they are. Resolves when it has paused. */
  pauseReplay(): Promise<void>;
  resumeReplay(): Promise<void>;
  /** Nothing is received any more: what the primary commits from now on is lost where this one is promoted. */
  stopReceiving(): Promise<void>;
  resumeReceiving(): Promise<void>;
  /** Makes it a primary of its own, which writes; resolves when it is. There is no way back, other than a new folder. */
  promote(): Promise<void>;
}
