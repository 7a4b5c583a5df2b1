import type { ServerProcess } from '../process/server-process.ts';
import { settlesWithin } from '../process/wait.ts';
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
    async stop(mode = 'fast') {
      server.signal(STOP_SIGNALS[mode]);
      if (mode !== 'smart' && !(await settlesWithin(server.ended, GRACE_MS))) server.signal('SIGKILL');
      await server.ended;
    },
    async kill() {
      server.signal('SIGKILL');
      await server.ended;
    },
  };
}
