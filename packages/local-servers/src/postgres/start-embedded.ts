import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readLogTail } from '../process/log-tail.ts';
import { readPort, writePort } from '../process/port-file.ts';
import { choosePort } from '../process/ports.ts';
import { type ServerProcess, startServerProcess } from '../process/server-process.ts';
import { removalOf } from '../process/temporary-folder.ts';
import { waitFor } from '../process/wait.ts';
import { writeAccessFiles } from './access-files.ts';
import { findPostgresBinaries, type PostgresBinaries } from './binaries.ts';
import { handleOfPostgres } from './handle.ts';
import { type Cluster, openCluster } from './initialise.ts';
import type { LocalPostgres } from './local-postgres.ts';
import type { PostgresOptions } from './postgres-options.ts';
import { isReady, releaseDataFolder } from './postmaster-file.ts';
import { postgresSettings } from './settings.ts';

/** First the orderly stop, then the crash-like one, then the kill; each gone in time if the one before sufficed. */
const ON_PARENT_DEATH = `
  gone() { for _ in $1; do kill -0 "$server" || return 0; sleep 0.1; done; return 1; }
  kill -s INT "$server"
  gone '1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 20' || kill -s QUIT "$server"
  gone '1 2 3 4 5 6 7 8 9 10' || kill -s KILL "$server"
`;

const READY_TIMEOUT_MS = 60_000;
const ATTEMPTS = 5;

/** PostgreSQL from npm's binaries. See `startPostgres`. */
export async function startEmbeddedPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const { onProgress = () => {}, signal } = options;
  const dataDir = resolve(options.dataDir);
  const binaries = await findPostgresBinaries();
  const cluster = await openCluster(dataDir, binaries, options);
  const logFile = join(dataDir, 'server.log');

  onProgress('starting PostgreSQL');
  for (let attempt = 1; ; attempt++) {
    await releaseDataFolder(cluster.pgData, signal);
    const port = await choosePort(options.port, await readPort(dataDir));
    const server = await launch(cluster, binaries, { ...options, dataDir, port }, logFile);
    try {
      if (await becomesReady(server, cluster.pgData, signal)) {
        await writePort(dataDir, port);
        return handleOfPostgres(server, port, cluster.password);
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
    await delay(250, undefined, { signal });
  }
}

async function launch(
  cluster: Cluster,
  binaries: PostgresBinaries,
  { port, durable = true, temporary = false, settings: more, ...options }: PostgresOptions & { port: number },
  logFile: string,
): Promise<ServerProcess> {
  const { dataDir } = options;
  const access = await writeAccessFiles(options, cluster.user.ids);
  const all = { ...postgresSettings(port, durable), ...access, ...more };
  const settings = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = {
    ...cluster.user.wrap(binaries.postgres, ['-D', cluster.pgData, ...settings]),
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
    onParentDeath: ON_PARENT_DEATH + (temporary ? removalOf(dataDir) : ''),
  };
  return await startServerProcess(server, logFile);
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
