import { endServer, killServer } from '../process/end-server.ts';
import type { ServerProcess } from '../process/server-process.ts';
import { SUPERUSER } from './initialise.ts';
import type { LocalPostgres, PostgresStopMode } from './local-postgres.ts';

const STOP_SIGNALS: Readonly<Record<PostgresStopMode, NodeJS.Signals>> = {
  smart: 'SIGTERM',
  fast: 'SIGINT',
  immediate: 'SIGQUIT',
};

/** How long an orderly stop may take before it is a kill. */
const GRACE_MS = 20_000;

export function handleOfPostgres(server: ServerProcess, port: number, password: string): LocalPostgres {
  return {
    url: `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid: server.pid,
    ended: server.ended,
    stop: (mode = 'fast') => endServer(server, STOP_SIGNALS[mode], mode === 'smart' ? null : GRACE_MS),
    kill: () => killServer(server),
  };
}
