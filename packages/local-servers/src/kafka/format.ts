import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from '../process/exists.ts';
import { runCommand } from '../process/run-command.ts';
import type { ServerOptions } from '../server-options.ts';
import { type JavaRuntime, javaArguments, QUICK_COMPILER, SMALL_COLLECTOR } from './java-command.ts';
import { kafkaSettings, toProperties } from './settings.ts';

/**
 * The broker's storage below `dataDir`, formatted when there is none, with a random cluster id that it keeps. It is
 * formatted beside its place and moved there when whole, so what an interrupted start has left is never taken for it.
 */
export async function openStorage(
  dataDir: string,
  runtime: JavaRuntime,
  { onProgress = () => {}, signal }: ServerOptions,
): Promise<string> {
  const logDir = join(dataDir, 'data');
  if (await exists(join(logDir, 'meta.properties'))) return logDir;

  onProgress('formatting the storage of Kafka');
  const unfinished = join(dataDir, 'unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await rm(logDir, { recursive: true, force: true });
  const config = join(dataDir, 'format.properties');
  await writeFile(config, toProperties(kafkaSettings(unfinished, { broker: 1, controller: 2 })));
  const args = javaArguments(runtime, {
    options: [SMALL_COLLECTOR, QUICK_COMPILER],
    mainClass: 'kafka.tools.StorageTool',
  });
  const result = await runCommand(
    runtime.java,
    [...args, 'format', '--config', config, '--cluster-id', randomClusterId()],
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
function randomClusterId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}
