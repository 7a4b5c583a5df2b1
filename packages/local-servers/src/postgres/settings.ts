/** Settings of the local PostgreSQL, given on its command line so that they never go stale in a file. */
export function postgresSettings(port: number, durable: boolean): Record<string, string> {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // No socket file: its path has a length limit and it would need a folder of its own.
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    // Not synchronous_commit: what was committed has to survive a kill of the server alone.
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
}
