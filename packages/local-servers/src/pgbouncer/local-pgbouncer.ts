import type { PgBouncerSettings } from './settings.ts';

export interface PgBouncerOptions {
  /** The PostgreSQL behind it, such as one of `startPostgres`. */
  upstream: { readonly url: string };
  /** Folder of this one server: its settings, its log, the port of the last run. Made when it does not exist. */
  dataDir: string;
  /** Preferred port on 127.0.0.1. When it is taken, or none is given: the port of the last run, else a free one. */
  port?: number;
  /** Further settings of `pgbouncer.ini`, before which ours give way. */
  settings?: PgBouncerSettings;
  /** Told in a few words what goes on when it takes a while. */
  onProgress?: (text: string) => void;
  /** Ends a start that is under way. */
  signal?: AbortSignal;
  /** When this process dies without having stopped the server, `dataDir` is removed with it. */
  temporary?: boolean;
}

/** A running PgBouncer that was started here. */
export interface LocalPgBouncer {
  /** Of the superuser of the upstream, on the database that the upstream's URL names, through the pooler. */
  readonly url: string;
  /** The same for another URL of the upstream: another database or login. */
  urlOf(upstreamUrl: string): string;
  /** Of its console, for the superuser: PAUSE, RESUME, SHOW POOLS. It speaks the simple protocol alone. */
  readonly consoleUrl: string;
  readonly port: number;
  /** Of the process that runs now. */
  readonly pid: number;
  /** Starts it again on the same port, after a stop or a kill. */
  restart(): Promise<void>;
  /** Ends it at once, clients and all; again and again is fine. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}
