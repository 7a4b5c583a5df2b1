import type { ServerOptions } from '../server-options.ts';

export interface PostgresOptions extends ServerOptions {
  /** Further settings, before which ours give way. */
  settings?: Readonly<Record<string, string>>;
  /**
   * TLS with these files in PEM, and clients' certificates of that authority asked for. Copied to `tls` in the data folder,
   * as `server.crt`, `server.key` and `ca.crt`; a server reads them again at `pg_reload_conf()`.
   */
  tls?: { readonly certFile: string; readonly keyFile: string; readonly caFile: string };
  /** Lines of `pg_hba.conf`, in place of those that ask everybody for a password. */
  hba?: readonly string[];
}
