/**
 * `smart` waits until every client has gone, however long that takes; `fast` cuts them off; `immediate` stops like a
 * crash: the next start recovers from the write-ahead log.
 */
export type PostgresStopMode = 'smart' | 'fast' | 'immediate';

/** A running PostgreSQL that was started here. */
export interface LocalPostgres {
  /** Of the superuser, with the password, on the database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended by itself or by us, with how: `exit code 0`. */
  readonly ended: Promise<string>;
  /** Ends the server, `fast` unless told otherwise, and resolves when it is gone. Again and again is fine. */
  stop(mode?: PostgresStopMode): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}
