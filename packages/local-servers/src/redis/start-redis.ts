import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import type { DebianProgram, FoundProgram } from '../debian/bring.ts';
import { findProgram } from '../debian/find-program.ts';
import { endServer, killServer } from '../process/end-server.ts';
import { KILL_AT_ONCE } from '../process/guard.ts';
import { readLogTail } from '../process/log-tail.ts';
import { readPort, writePort } from '../process/port-file.ts';
import { choosePort } from '../process/ports.ts';
import { type ServerProcess, startServerProcess } from '../process/server-process.ts';
import { removalOf } from '../process/temporary-folder.ts';
import { waitFor } from '../process/wait.ts';

const REDIS: DebianProgram = {
  name: 'Redis',
  package: 'redis-server',
  beside: ['redis-tools'],
  path: 'usr/bin/redis-server',
  size: '1.1 MB',
  howTo:
    'install it (Debian, Ubuntu: apt install redis-server; macOS: brew install redis). ' +
    'Tests of queues in Redis need it, and nothing else does.',
};

const READY_TIMEOUT_MS = 20_000;
const GRACE_MS = 5000;

export interface RedisOptions {
  /** Folder of this one server: its data, its log, the port of the last run. Made when it does not exist. */
  readonly dataDir: string;
  /** Preferred port on 127.0.0.1. When it is taken, or none is given: the port of the last run, else a free one. */
  readonly port?: number;
  /** Told in a few words what goes on when it takes a while. */
  readonly onProgress?: (text: string) => void;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal;
  /** When this process dies without having stopped the server, `dataDir` is removed with it. */
  readonly temporary?: boolean;
}

/** A running Redis that was started here. It asks for no password. */
export interface LocalRedis {
  /** redis://127.0.0.1:… */
  readonly url: string;
  readonly port: number;
  /** Starts it again on the same port, with what it was told before a stop or a kill. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

/**
 * Starts Redis on this machine, and resolves when it answers. What it has acknowledged survives a kill.
 *
 * @throws MissingPrerequisite when there is no program `redis-server` and none can be brought
 */
export async function startRedis(options: RedisOptions): Promise<LocalRedis> {
  const dataDir = resolve(options.dataDir);
  const program = await findProgram(REDIS, options.onProgress, options.signal);
  const port = await choosePort(options.port, await readPort(dataDir));
  const start = () => launch(program, { ...options, dataDir, port });
  let server = await start();
  await writePort(dataDir, port);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    async restart() {
      if (server.hasEnded()) server = await start();
    },
    stop: () => endServer(server, 'SIGTERM', GRACE_MS),
    kill: () => killServer(server),
  };
}

async function launch(
  program: FoundProgram,
  { dataDir, port, temporary = false, signal }: RedisOptions & { readonly port: number },
): Promise<ServerProcess> {
  await mkdir(dataDir, { recursive: true });
  const settings = {
    bind: '127.0.0.1',
    port: String(port),
    dir: dataDir,
    save: '',
    appendonly: 'yes',
    // The write itself survives a kill of the process; tests crash no machine.
    appendfsync: 'no',
  };
  const logFile = join(dataDir, 'server.log');
  const server = await startServerProcess(
    {
      command: program.command,
      args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
      env: {
        ...process.env,
        ...(program.libraries === null ? {} : { LD_LIBRARY_PATH: program.libraries }),
      },
      onParentDeath: KILL_AT_ONCE + (temporary ? removalOf(dataDir) : ''),
    },
    logFile,
  );
  const outcome = await waitFor(
    async () => (server.hasEnded() ? 'ended' : (await answers(port)) ? 'ready' : undefined),
    { timeoutMs: READY_TIMEOUT_MS, intervalMs: 15, signal },
  ).catch(async (error: unknown) => {
    server.signal('SIGKILL');
    throw error;
  });
  if (outcome === 'ready') return server;
  throw new Error(`Redis did not start (${await server.ended}): ${await readLogTail(logFile)}`);
}

/** Whether it has read its data and takes commands. */
async function answers(port: number): Promise<boolean> {
  return await new Promise<boolean>((settle) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      socket.destroy();
      settle(data.toString().startsWith('+PONG'));
    });
    socket.once('error', () => settle(false));
  });
}
