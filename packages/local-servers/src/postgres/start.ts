import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readLogTail } from '../process/log-tail.ts';
import { choosePort } from '../process/ports.ts';
import { type ServerProcess, startServerProcess } from '../process/server-process.ts';
import { settlesWithin, waitFor } from '../process/wait.ts';
import type { ServerOptions } from '../server-options.ts';
import { findPostgresBinaries, type PostgresBinaries } from './binaries.ts';
import { type Cluster, openCluster, SUPERUSER } from './initialise.ts';
import { clearStalePostmasterFile, isReady } from './postmaster-file.ts';
import { postgresSettings } from './settings.ts';

/**
 * `smart` waits until every client has gone, `fast` cuts them off, `immediate` stops like a crash: the next start
 * recovers from the write-ahead log.
 */
export type PostgresStopMode = 'smart' | 'fast' | 'immediate';

export interface LocalPostgres {
  /** Of the superuser, with the password, on the database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended by itself or by us, with how: `exit code 0`. */
  readonly ended: Promise<string>;
  /** Ends the server and resolves when it is gone. Again and again is fine. */
  stop(mode?: PostgresStopMode): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

const STOP_SIGNALS: Record<PostgresStopMode, NodeJS.Signals> = {
  smart: 'SIGTERM',
  fast: 'SIGINT',
  immediate: 'SIGQUIT',
};

/** First the orderly stop, then the crash-like one, then the kill; each gone in time if the one before sufficed. */
const ON_PARENT_DEATH = `
  gone() { for _ in $1; do kill -0 "$server" || return 0; sleep 0.1; done; return 1; }
  kill -s INT "$server"
  gone '1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 20' || kill -s QUIT "$server"
  gone '1 2 3 4 5 6 7 8 9 10' || kill -s KILL "$server"
`;

const READY_TIMEOUT_MS = 60_000;
const ATTEMPTS = 5;
const GRACE_MS = 20_000;

/**
 * Starts PostgreSQL 17 on 127.0.0.1 and resolves when it accepts connections. The data, the password and, where it can
 * be had, the port stay the same from one start to the next.
 *
 * @throws MissingPrerequisite when this machine lacks something
 */
export async function startPostgres(options: ServerOptions): Promise<LocalPostgres> {
  const { onProgress = () => {}, signal } = options;
  const dataDir = resolve(options.dataDir);
  const binaries = await findPostgresBinaries();
  const cluster = await openCluster(dataDir, binaries, options);
  const portFile = join(dataDir, 'port');
  const lastPort = Number(await readFile(portFile, 'utf8').catch(() => '')) || undefined;
  const logFile = join(dataDir, 'server.log');

  onProgress('starting PostgreSQL');
  for (let attempt = 1; ; attempt++) {
    await clearStalePostmasterFile(cluster.pgData, signal);
    const port = await choosePort(options.port, lastPort);
    const server = await launch(cluster, binaries, { port, logFile, durable: options.durable ?? true });
    try {
      if (await becomesReady(server, cluster.pgData, signal)) {
        await writeFile(portFile, String(port));
        return handleOf(server, port, cluster.password);
      }
    } catch (error) {
      server.signal('SIGQUIT');
      await server.ended;
      throw error;
    }
    // Another process may have taken the port, or the last of a killed server's processes may not have gone yet.
    if (attempt === ATTEMPTS || !server.hasEnded()) {
      server.signal('SIGQUIT');
      throw new Error(`PostgreSQL did not start (${await server.ended}): ${await readLogTail(logFile)}`);
    }
  }
}

async function launch(
  cluster: Cluster,
  binaries: PostgresBinaries,
  { port, logFile, durable }: { port: number; logFile: string; durable: boolean },
): Promise<ServerProcess> {
  const settings = Object.entries(postgresSettings(port, durable)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  await chmod(cluster.pgData, 0o700);
  return await startServerProcess({
    ...cluster.user.wrap(binaries.postgres, ['-D', cluster.pgData, ...settings]),
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
    logFile,
    onParentDeath: ON_PARENT_DEATH,
  });
}

/** `false` when the server has ended or is not ready in time. */
async function becomesReady(
  server: ServerProcess,
  pgData: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const outcome = await waitFor(
    async () => {
      if (server.hasEnded()) return 'ended';
      return (await isReady(pgData, server.pid)) ? 'ready' : undefined;
    },
    { timeoutMs: READY_TIMEOUT_MS, intervalMs: 15, signal },
  );
  return outcome === 'ready';
}

function handleOf(server: ServerProcess, port: number, password: string): LocalPostgres {
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
