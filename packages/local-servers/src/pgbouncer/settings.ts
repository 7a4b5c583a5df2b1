/** A setting of `pgbouncer.ini`. */
export type PgBouncerSettings = Readonly<Record<string, string | number>>;

/**
 * The file that PgBouncer reads: every database of the upstream is reachable by its own name. Whoever logs in is known to the
 * upstream, with the same password; the superuser may use the console, the database `pgbouncer`.
 */
export function pgBouncerFile(
  upstreamPort: number,
  { port, users, superuser }: { readonly port: number; readonly users: string; readonly superuser: string },
  more: PgBouncerSettings,
): string {
  const settings: PgBouncerSettings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    pool_mode: 'transaction',
    auth_type: 'scram-sha-256',
    auth_file: users,
    // Of everybody else PostgreSQL says how to know them; its verifier also opens PostgreSQL to them.
    auth_user: superuser,
    admin_users: superuser,
    max_client_conn: 1000,
    default_pool_size: 20,
    // In turn, so that what stays behind on a connection is met by somebody else.
    server_round_robin: 1,
    // A server that comes back is found again at once.
    server_login_retry: 1,
    ...more,
  };
  return [
    '[databases]',
    `* = host=127.0.0.1 port=${upstreamPort}`,
    '[pgbouncer]',
    ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
    '',
  ].join('\n');
}

/** The file of users: the superuser alone, with the password that PostgreSQL has for it. */
export function pgBouncerUsers(superuser: string, password: string): string {
  return `"${superuser}" "${password.replaceAll('"', '""')}"\n`;
}
