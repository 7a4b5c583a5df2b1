import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLogTail } from '../process/log-tail.ts';
import { runProgram } from '../process/run-program.ts';
import { type ServerProcess, startServerProcess } from '../process/server-process.ts';
import { waitFor } from '../process/wait.ts';

export interface Container {
  image: string;
  /** Folder on this machine for the log and the name of the volume that holds the data. */
  dataDir: string;
  /** Where the image keeps its data. */
  volumeTarget: string;
  publish: { hostPort: number; containerPort: number };
  env: Readonly<Record<string, string>>;
  /** Arguments of the image's own command. */
  args: readonly string[];
  /** Data that does not outlive the container. */
  temporary: boolean;
}

/** Containers and volumes of ours carry it, so that a person can find them. */
const LABEL = 'taskfold.local-server';

const READY_TIMEOUT_MS = 120_000;

/** Whether a Docker engine can be reached from here. */
export async function dockerAnswers(): Promise<boolean> {
  const { exitCode } = await runProgram('docker', ['info', '--format', '{{.ServerVersion}}']);
  return exitCode === 0;
}

/**
 * Runs a container in the foreground of a guarded `docker run --rm`, so that the process ends when the container does,
 * and the container is removed when it ends or when we do. Resolves when `isReady` says so. Not by testcontainers, which
 * publishes ports to every network, and needs a container of its own beside to remove what a killed process has left.
 */
export async function startContainer(
  container: Container,
  isReady: (port: number) => Promise<boolean>,
  signal: AbortSignal | undefined,
): Promise<ServerProcess> {
  const name = `taskfold-${randomUUID()}`;
  const logFile = join(container.dataDir, 'container.log');
  await mkdir(container.dataDir, { recursive: true });
  const volume = container.temporary ? undefined : await volumeOf(container.dataDir);
  const cli = await startServerProcess(
    {
      command: 'docker',
      args: runArguments(container, name, volume),
      // Thrice: the engine may be just about to make it.
      onParentDeath: `
  kill -s KILL "$server"
  for _ in 1 2 3; do docker rm --force --volumes ${name}; sleep 1; done
`,
    },
    logFile,
  );
  const server = {
    ...cli,
    signal: (signalName: NodeJS.Signals) => void signalContainer(cli, name, signalName),
  };
  try {
    const ready = await waitFor(
      async () => {
        if (cli.hasEnded()) return false;
        return (await isReady(container.publish.hostPort)) ? true : undefined;
      },
      { timeoutMs: READY_TIMEOUT_MS, intervalMs: 100, signal },
    );
    if (ready) return server;
    throw new Error(`The container of ${container.image} did not start: ${await readLogTail(logFile)}`);
  } catch (error) {
    await signalContainer(cli, name, 'SIGKILL');
    await cli.ended;
    throw error;
  }
}

function runArguments(container: Container, name: string, volume: string | undefined): string[] {
  const { hostPort, containerPort } = container.publish;
  return [
    'run',
    '--rm',
    `--name=${name}`,
    `--label=${LABEL}`,
    `--publish=127.0.0.1:${hostPort}:${containerPort}`,
    '--shm-size=256m',
    `--volume=${volume === undefined ? '' : `${volume}:`}${container.volumeTarget}`,
    ...Object.entries(container.env).map(([key, value]) => `--env=${key}=${value}`),
    container.image,
    ...container.args,
  ];
}

/** The engine is asked first; while it still pulls the image there is no container, only the command line to end. */
async function signalContainer(cli: ServerProcess, name: string, signalName: NodeJS.Signals): Promise<void> {
  if (cli.hasEnded()) return;
  const { exitCode } = await runProgram('docker', ['kill', `--signal=${signalName}`, name]);
  if (exitCode !== 0) cli.signal('SIGKILL');
}

/** The named volume that belongs to the folder; folders on this machine would be left with files of foreign users. */
async function volumeOf(dataDir: string): Promise<string> {
  const file = join(dataDir, 'volume');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  const volume = `taskfold-${randomUUID()}`;
  await runProgram('docker', ['volume', 'create', `--label=${LABEL}`, volume]);
  await writeFile(file, volume);
  return volume;
}
