import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processArguments } from '../process/process-arguments.ts';
import { type ServerProcess, startServerProcess } from '../process/server-process.ts';
import { removalOf } from '../process/temporary-folder.ts';
import { waitFor } from '../process/wait.ts';
import type { ServerOptions } from '../server-options.ts';
import { openStorage, type StorageOptions } from './format.ts';
import { isServing } from './is-serving.ts';
import { type JavaRuntime, javaArguments, QUICK_COMPILER, SMALL_COLLECTOR } from './java-command.ts';
import { toProperties } from './settings.ts';

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

/** Makes the folder of a node ready to be started on: no other node runs there, and its storage is formatted. */
export async function openNode(runtime: JavaRuntime, options: StorageOptions): Promise<string> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  await waitForOtherRun(options.dataDir, options.signal);
  return await openStorage(runtime, options);
}

export interface LaunchOptions extends Pick<ServerOptions, 'dataDir' | 'temporary'> {
  readonly settings: Readonly<Record<string, string>>;
  readonly heapMiB: number;
  /** Options of `java` beside the usual ones. */
  readonly javaOptions?: readonly string[];
}

/** Starts the process of a node on a folder that was opened. */
export async function launchNode(
  runtime: JavaRuntime,
  { dataDir, settings, heapMiB, javaOptions = [], temporary = false }: LaunchOptions,
): Promise<ServerProcess> {
  await writeFile(configOf(dataDir), toProperties(settings));
  const args = javaArguments(runtime, {
    options: [SMALL_COLLECTOR, QUICK_COMPILER, `-Xmx${heapMiB}m`, ...javaOptions],
    mainClass: 'kafka.Kafka',
  });
  const onParentDeath = ON_PARENT_DEATH + (temporary ? removalOf(dataDir) : '');
  const server = await startServerProcess(
    { command: runtime.java, args: [...args, configOf(dataDir)], onParentDeath },
    logFileOf(dataDir),
  );
  await writeFile(join(dataDir, 'pid'), String(server.pid));
  return server;
}

/**
 * `false` when the node has ended or is not ready in time.
 *
 * @param brokers that it has to count as alive
 */
export async function becomesReady(
  server: ServerProcess,
  port: number,
  signal: AbortSignal | undefined,
  brokers = 1,
): Promise<boolean> {
  const outcome = await waitFor(
    async () => {
      if (server.hasEnded()) return 'ended';
      return (await isServing(port, brokers)) ? 'ready' : undefined;
    },
    { timeoutMs: READY_TIMEOUT_MS, intervalMs: 50, signal },
  );
  return outcome === 'ready';
}

export function logFileOf(dataDir: string): string {
  return join(dataDir, 'server.log');
}

function configOf(dataDir: string): string {
  return join(dataDir, 'server.properties');
}

/**
 * A node that is just being stopped by the guard of a killed run is waited for.
 *
 * @throws when a node still runs on the folder after six seconds
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

export async function killNode(server: ServerProcess): Promise<void> {
  server.signal('SIGKILL');
  await server.ended;
}
