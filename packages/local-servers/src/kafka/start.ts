import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { readLogTail } from '../process/log-tail.ts';
import { choosePort } from '../process/ports.ts';
import { type ServerProcess, startServerProcess } from '../process/server-process.ts';
import { settlesWithin, waitFor } from '../process/wait.ts';
import type { ServerOptions } from '../server-options.ts';
import { openStorage } from './format.ts';
import { findKafkaJars } from './jars.ts';
import { findJava } from './java.ts';
import { type JavaRuntime, javaArguments } from './java-command.ts';
import { kafkaSettings, toProperties } from './settings.ts';

export interface LocalKafka {
  /** `127.0.0.1:port`, as KAFKA_BROKERS takes it. */
  readonly brokers: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the broker has ended by itself or by us, with how: `exit code 0`. */
  readonly ended: Promise<string>;
  /** Ends the broker in order and resolves when it is gone. Again and again is fine. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

const ON_PARENT_DEATH = `
  kill -s TERM "$server"
  for _ in 1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 20 1 2 3 4 5 6 7 8 9 30; do
    kill -0 "$server" || exit 0
    sleep 0.1
  done
  kill -s KILL "$server"
`;

const READY_TIMEOUT_MS = 90_000;
const ATTEMPTS = 5;
const GRACE_MS = 15_000;

/**
 * Starts a single-node Apache Kafka on 127.0.0.1 and resolves when it serves clients. The log, the cluster id and,
 * where it can be had, the port stay the same from one start to the next.
 *
 * @throws MissingPrerequisite when this machine lacks something
 */
export async function startKafka(options: ServerOptions): Promise<LocalKafka> {
  const { onProgress = () => {}, signal } = options;
  const dataDir = resolve(options.dataDir);
  const runtime: JavaRuntime = { java: await findJava(), jars: await findKafkaJars(onProgress, signal) };
  await mkdir(dataDir, { recursive: true });
  const logDir = await openStorage(dataDir, runtime, options);
  const portFile = join(dataDir, 'port');
  const lastPort = Number(await readFile(portFile, 'utf8').catch(() => '')) || undefined;
  const config = join(dataDir, 'server.properties');
  const logFile = join(dataDir, 'server.log');

  onProgress('starting Kafka');
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(options.port, lastPort);
    const ports = { broker: port, controller: await choosePort() };
    await writeFile(config, toProperties(kafkaSettings(logDir, ports, options.durable ?? true)));
    const server = await launch(runtime, config, logFile);
    try {
      if (await becomesReady(server, port, signal)) {
        await writeFile(portFile, String(port));
        return handleOf(server, port);
      }
    } catch (error) {
      server.signal('SIGKILL');
      await server.ended;
      throw error;
    }
    if (attempt === ATTEMPTS || !server.hasEnded()) {
      server.signal('SIGKILL');
      throw new Error(`Kafka did not start (${await server.ended}): ${await readLogTail(logFile)}`);
    }
  }
}

async function launch(runtime: JavaRuntime, config: string, logFile: string): Promise<ServerProcess> {
  const args = javaArguments(runtime, { options: ['-Xmx512m'], logFile, mainClass: 'kafka.Kafka' });
  return await startServerProcess({
    command: runtime.java,
    args: [...args, config],
    logFile: `${logFile}.console`,
    onParentDeath: ON_PARENT_DEATH,
  });
}

/** `false` when the broker has ended or is not ready in time. */
async function becomesReady(
  server: ServerProcess,
  port: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const outcome = await waitFor(
    async () => {
      if (server.hasEnded()) return 'ended';
      return (await accepts(port)) ? 'ready' : undefined;
    },
    { timeoutMs: READY_TIMEOUT_MS, intervalMs: 50, signal },
  );
  return outcome === 'ready';
}

async function accepts(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function handleOf(server: ServerProcess, port: number): LocalKafka {
  return {
    brokers: `127.0.0.1:${port}`,
    port,
    pid: server.pid,
    ended: server.ended,
    async stop() {
      server.signal('SIGTERM');
      if (!(await settlesWithin(server.ended, GRACE_MS))) server.signal('SIGKILL');
      await server.ended;
    },
    async kill() {
      server.signal('SIGKILL');
      await server.ended;
    },
  };
}
