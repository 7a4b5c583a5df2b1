import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exists } from '../process/exists.ts';
import { choosePort } from '../process/ports.ts';
import type { JavaRuntime } from './java-command.ts';
import { becomesReady, killNode, launchNode, openNode } from './node.ts';
import { kafkaSettings } from './settings.ts';

const HEAP_MIB = 256;

/**
 * The runtime with an archive of Kafka's classes (Java's AppCDS), beside the jars: with it a broker takes about a third less
 * CPU to start, and a tool half. It is made once, by a broker that starts and stops. A Java that does not take it, or makes
 * none, starts without.
 */
export async function withClassArchive(
  runtime: JavaRuntime,
  onProgress: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<JavaRuntime> {
  const archive = join(dirname(runtime.jars), 'classes.jsa');
  if (!(await exists(archive))) {
    onProgress('preparing the classes of Kafka (only once)');
    await makeArchive(runtime, archive, signal);
  }
  const { size } = await stat(archive);
  return size === 0 ? runtime : { ...runtime, archive };
}

/** Moved into place when it is whole; several processes may make it at the same time. An empty file says that it cannot be made. */
async function makeArchive(
  runtime: JavaRuntime,
  archive: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const folder = await mkdtemp(join(dirname(archive), 'unfinished-'));
  const made = join(folder, 'classes.jsa');
  try {
    await runOnce(runtime, folder, made, signal);
    if (!(await exists(made))) await writeFile(made, '');
    await rename(made, archive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runOnce(
  runtime: JavaRuntime,
  dataDir: string,
  made: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const ports = { broker: await choosePort(), controller: await choosePort() };
  const settings = (logDir: string) => kafkaSettings(logDir, ports);
  const logDir = await openNode(runtime, { dataDir, settings, ...(signal && { signal }) });
  const server = await launchNode(runtime, {
    dataDir,
    settings: settings(logDir),
    heapMiB: HEAP_MIB,
    javaOptions: [`-XX:ArchiveClassesAtExit=${made}`],
    temporary: true,
  });
  try {
    await becomesReady(server, ports.broker, signal);
    server.signal('SIGTERM');
    await server.ended;
  } finally {
    await killNode(server);
  }
}
