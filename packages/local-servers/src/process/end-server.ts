import type { ServerProcess } from './server-process.ts';
import { settlesWithin } from './wait.ts';

/**
 * Asks a server to end, and resolves when it has.
 *
 * @param graceMs how long that may take before it is a kill, in milliseconds; null waits for as long as it takes
 */
export async function endServer(
  server: ServerProcess,
  signal: NodeJS.Signals,
  graceMs: number | null,
): Promise<void> {
  server.signal(signal);
  if (graceMs !== null && !(await settlesWithin(server.ended, graceMs))) server.signal('SIGKILL');
  await server.ended;
}

/** Ends a server at once. */
export async function killServer(server: ServerProcess): Promise<void> {
  server.signal('SIGKILL');
  await server.ended;
}
