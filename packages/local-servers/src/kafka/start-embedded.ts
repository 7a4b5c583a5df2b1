import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readLogTail } from '../process/log-tail.ts';
import { readPort, writePort } from '../process/port-file.ts';
import { choosePort } from '../process/ports.ts';
import { processArguments } from '../process/process-arguments.ts';
import { type ServerProcess, startServerProcess } from '../process/server-process.ts';
import { removalOf } from '../process/temporary-folder.ts';
import { waitFor } from '../process/wait.ts';
import type { ServerOptions } from '../server-options.ts';
import { openStorage } from './format.ts';
import { handleOfKafka } from './handle.ts';
import { isServing } from './is-serving.ts';
import { findKafkaJars } from './jars.ts';
import { findJava } from './java.ts';
import { type JavaRuntime, javaArguments, QUICK_COMPILER, SMALL_COLLECTOR } from './java-command.ts';
import type { LocalKafka } from './local-kafka.ts';
import { kafkaSettings, toProperties } from './settings.ts';

/** First the orderly stop, three seconds later the kill, which Kafka's log survives. */
const ON_PARENT_DEATH = `
  kill -s TERM "$server"
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    kill -0 "$server" || break
    sleep 0.1
  done
  kill -s KILL "$server"
`;

const READY_TIMEOUT_MS = 90_000;
const OTHER_RUN_TIMEOUT_MS = 6_000;
const ATTEMPTS = 4;

/** Kafka from its jars, on the Java of this machine. See `startKafka`. */
export async function startEmbeddedKafka(options: ServerOptions): Promise<LocalKafka> {
  const { onProgress = () => {}, signal } = options;
  const dataDir = resolve(options.dataDir);
  const runtime: JavaRuntime = { java: await findJava(), jars: await findKafkaJars(onProgress, signal) };
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await waitForOtherRun(dataDir, signal);
  const logDir = await openStorage(dataDir, runtime, options);
  const logFile = join(dataDir, 'server.log');

  onProgress('starting Kafka');
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(options.port, await readPort(dataDir));
    const ports = { broker: port, controller: await choosePort() };
    await writeFile(configOf(dataDir), toProperties(kafkaSettings(logDir, ports)));
    const server = await launch(runtime, dataDir, logFile, options.temporary ?? false);
    await writeFile(join(dataDir, 'pid'), String(server.pid));
    try {
      if (await becomesReady(server, port, signal)) {
        await writePort(dataDir, port);
        return handleOfKafka(server, port);
      }
    } catch (error) {
      await kill(server);
      throw error;
    }
    // Another process may have taken a port in the meantime.
    if (attempt === ATTEMPTS || !server.hasEnded()) {
      await kill(server);
      throw new Error(`Kafka did not start (${await server.ended}): ${await readLogTail(logFile)}`);
    }
    await delay(250, undefined, { signal });
  }
}

function configOf(dataDir: string): string {
  return join(dataDir, 'server.properties');
}

/**
 * A broker that is just being stopped by the guard of a killed run is waited for.
 *
 * @throws when a broker still runs on the folder after six seconds
 */
async function waitForOtherRun(dataDir: string, signal: AbortSignal | undefined): Promise<void> {
  const pid = Number(await readFile(join(dataDir, 'pid'), 'utf8').catch(() => ''));
  const gone = await waitFor(
    async () => {
      const program = await processArguments(pid);
      return program.includes('kafka.Kafka') && program.includes(configOf(dataDir)) ? undefined : true;
    },
    { timeoutMs: OTHER_RUN_TIMEOUT_MS, intervalMs: 100, signal },
  );
  if (!gone) throw new Error(`Another Kafka (process ${pid}) already runs on ${dataDir}: stop it first.`);
}

async function launch(
  runtime: JavaRuntime,
  dataDir: string,
  logFile: string,
  temporary: boolean,
): Promise<ServerProcess> {
  const args = javaArguments(runtime, {
    options: [SMALL_COLLECTOR, QUICK_COMPILER, '-Xmx512m'],
    mainClass: 'kafka.Kafka',
  });
  const onParentDeath = ON_PARENT_DEATH + (temporary ? removalOf(dataDir) : '');
  return await startServerProcess(
    { command: runtime.java, args: [...args, configOf(dataDir)], onParentDeath },
    logFile,
  );
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
      return (await isServing(port)) ? 'ready' : undefined;
    },
    { timeoutMs: READY_TIMEOUT_MS, intervalMs: 50, signal },
  );
  return outcome === 'ready';
}

async function kill(server: ServerProcess): Promise<void> {
  server.signal('SIGKILL');
  await server.ended;
}
