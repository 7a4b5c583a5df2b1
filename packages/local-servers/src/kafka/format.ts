import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from '../process/exists.ts';
import { runProgram } from '../process/run-program.ts';
import type { ServerOptions } from '../server-options.ts';
import { type JavaRuntime, javaArguments, QUICK_COMPILER, SMALL_COLLECTOR } from './java-command.ts';
import { type KafkaListener, scramArguments } from './listener.ts';
import { toProperties } from './settings.ts';

export interface StorageOptions extends Pick<ServerOptions, 'dataDir' | 'onProgress' | 'signal'> {
  /** Of the node, with its data in the folder that is given. */
  readonly settings: (logDir: string) => Readonly<Record<string, string>>;
  /** Of the cluster that the storage is formatted for; a random one unless it is given. It is kept. */
  readonly clusterId?: string;
  /** Whose users are noted in it. */
  readonly listeners?: readonly KafkaListener[];
}

/**
 * A node's storage below `dataDir`, formatted when there is none. It is formatted beside its place and moved there when
 * whole, so what an interrupted start has left is never taken for it.
 */
export async function openStorage(
  runtime: JavaRuntime,
  {
    dataDir,
    settings,
    clusterId = randomClusterId(),
    listeners = [],
    onProgress = () => {},
    signal,
  }: StorageOptions,
): Promise<string> {
  const logDir = join(dataDir, 'data');
  if (await exists(join(logDir, 'meta.properties'))) return logDir;

  onProgress('formatting the storage of Kafka');
  const unfinished = join(dataDir, 'unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await rm(logDir, { recursive: true, force: true });
  const config = join(dataDir, 'format.properties');
  await writeFile(config, toProperties(settings(unfinished)));
  const args = javaArguments(runtime, {
    options: [SMALL_COLLECTOR, QUICK_COMPILER],
    mainClass: 'kafka.tools.StorageTool',
  });
  const result = await runProgram(
    runtime.java,
    [...args, 'format', '--config', config, '--cluster-id', clusterId, ...scramArguments(listeners)],
    { signal },
  );
  signal?.throwIfAborted();
  if (result.exitCode !== 0) {
    throw new Error(
      `Kafka's storage could not be formatted: ${result.stderr.trim() || result.stdout.trim()}`,
    );
  }
  await rename(unfinished, logDir);
  return logDir;
}

/** 16 random bytes in URL-safe base64, as Kafka writes ids; a leading dash would read as an option. */
export function randomClusterId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}
