import { chown, mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import type { DebianProgram, FoundProgram } from '../debian/bring.ts';
import { findProgram } from '../debian/find-program.ts';
import { findServerUser } from '../postgres/server-user.ts';
import { endServer, killServer } from '../process/end-server.ts';
import { KILL_AT_ONCE } from '../process/guard.ts';
import { readLogTail } from '../process/log-tail.ts';
import { readPort, writePort } from '../process/port-file.ts';
import { choosePort } from '../process/ports.ts';
import { type ServerProcess, startServerProcess } from '../process/server-process.ts';
import { removalOf } from '../process/temporary-folder.ts';
import { waitFor } from '../process/wait.ts';
import type { LocalPgBouncer, PgBouncerOptions } from './local-pgbouncer.ts';
import { pgBouncerFile, pgBouncerUsers } from './settings.ts';

const PGBOUNCER: DebianProgram = {
  name: 'PgBouncer',
  package: 'pgbouncer',
  path: 'usr/sbin/pgbouncer',
  size: '0.5 MB',
  howTo:
    'install it (Debian, Ubuntu: apt install pgbouncer; macOS: brew install pgbouncer). ' +
    'Tests that put a pooler in front of PostgreSQL need it, and nothing else does.',
};

const READY_TIMEOUT_MS = 20_000;
const GRACE_MS = 5000;

/**
 * Starts PgBouncer in transaction mode in front of a PostgreSQL on this machine, and resolves when it listens.
 *
 * @throws MissingPrerequisite when there is no program `pgbouncer` and none can be brought
 */
export async function startPgBouncer(options: PgBouncerOptions): Promise<LocalPgBouncer> {
  const { onProgress = () => {}, signal } = options;
  const dataDir = resolve(options.dataDir);
  const program = await findProgram(PGBOUNCER, onProgress, signal);
  const port = await choosePort(options.port, await readPort(dataDir));
  const start = () => launch(program, { ...options, dataDir, port });
  let server = await start();
  await writePort(dataDir, port);
  const urlOf = (upstreamUrl: string) => {
    const url = new URL(upstreamUrl);
    url.host = `127.0.0.1:${port}`;
    return url.href;
  };
  const consoleUrl = new URL(urlOf(options.upstream.url));
  consoleUrl.pathname = '/pgbouncer';
  return {
    url: urlOf(options.upstream.url),
    urlOf,
    consoleUrl: consoleUrl.href,
    port,
    get pid() {
      return server.pid;
    },
    async restart() {
      if (server.hasEnded()) server = await start();
    },
    stop: () => endServer(server, 'SIGTERM', GRACE_MS),
    kill: () => killServer(server),
  };
}

async function launch(
  program: FoundProgram,
  { upstream, dataDir, port, settings = {}, temporary = false, signal }: PgBouncerOptions & { port: number },
): Promise<ServerProcess> {
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const { username, password, port: upstreamPort } = new URL(upstream.url);
  const superuser = decodeURIComponent(username);
  const file = join(dataDir, 'pgbouncer.ini');
  const users = join(dataDir, 'users.txt');
  const user = await findServerUser(undefined, [program.command, dataDir]);
  const texts = [
    [file, pgBouncerFile(Number(upstreamPort || 5432), { port, users, superuser }, settings)],
    [users, pgBouncerUsers(superuser, decodeURIComponent(password))],
  ] as const;
  for (const [path, text] of texts) {
    await writeFile(path, text, { mode: 0o600 });
    // PgBouncer does not run as root.
    if (user.ids) await chown(path, user.ids.uid, user.ids.gid);
  }
  const logFile = join(dataDir, 'server.log');
  const server = await startServerProcess(
    {
      ...user.wrap(program.command, [file]),
      env: {
        ...process.env,
        ...(program.libraries === null ? {} : { LD_LIBRARY_PATH: program.libraries }),
      },
      onParentDeath: KILL_AT_ONCE + (temporary ? removalOf(dataDir) : ''),
    },
    logFile,
  );
  const outcome = await waitFor(
    async () => (server.hasEnded() ? 'ended' : (await listens(port)) ? 'ready' : undefined),
    { timeoutMs: READY_TIMEOUT_MS, intervalMs: 15, signal },
  ).catch(async (error: unknown) => {
    server.signal('SIGKILL');
    throw error;
  });
  if (outcome === 'ready') return server;
  server.signal('SIGKILL');
  throw new Error(`PgBouncer did not start (${await server.ended}): ${await readLogTail(logFile)}`);
}

async function listens(port: number): Promise<boolean> {
  return await new Promise<boolean>((settle) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      settle(true);
    });
    socket.once('error', () => settle(false));
  });
}
