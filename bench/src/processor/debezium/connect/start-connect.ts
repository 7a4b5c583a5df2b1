import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  choosePort,
  findJava,
  type JavaRuntime,
  javaArguments,
  readLogTail,
  removalOf,
  startServerProcess,
  toProperties,
  waitFor,
} from '@taskfold/local-servers';
import type { ConnectOptions, ConnectWorker } from './connect-worker.ts';
import { findConnectJars } from './jars.ts';
import { answers, connectRest } from './rest.ts';

const READY_TIMEOUT_MS = 90_000;

/** What the start script of Kafka gives a standalone worker. */
const JVM_OPTIONS = [
  '-Xms256M',
  '-Xmx2G',
  '-server',
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=20',
  '-XX:InitiatingHeapOccupancyPercent=35',
  '-XX:+ExplicitGCInvokesConcurrent',
  '-XX:MaxInlineLevel=15',
  '-Djava.awt.headless=true',
];

/**
 * Brings what `startConnect` needs, so that what is missing is known before other work.
 *
 * @throws MissingPrerequisite when this machine lacks Java, or Maven to bring the jars
 */
export async function prepareConnect(
  onProgress: (text: string) => void,
  signal?: AbortSignal,
): Promise<JavaRuntime> {
  return { java: await findJava(), jars: await findConnectJars(onProgress, signal) };
}

/**
 * Starts a standalone worker of Kafka Connect with Debezium's JDBC sink on 127.0.0.1, and resolves when it takes
 * connectors: keys are strings, values JSON with a schema. When this process dies, it ends and its folder is removed.
 *
 * @throws MissingPrerequisite when this machine lacks Java, or Maven to bring the jars
 */
export async function startConnect(options: ConnectOptions): Promise<ConnectWorker> {
  const { brokers, onProgress = () => {}, signal } = options;
  const dataDir = resolve(options.dataDir);
  const { java, jars } = await prepareConnect(onProgress, signal);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const port = await choosePort();
  const config = join(dataDir, 'worker.properties');
  await writeFile(config, toProperties(workerSettings(dataDir, brokers, port, join(jars, 'plugins'))));

  // Not its whole group, to which the guard belongs that has the folder to remove.
  const onParentDeath = `kill -s KILL "$server"${removalOf(dataDir)}`;
  onProgress('starting Kafka Connect');
  const logFile = join(dataDir, 'connect.log');
  const main = { options: JVM_OPTIONS, mainClass: 'org.apache.kafka.connect.cli.ConnectStandalone' };
  const args = [...javaArguments({ java, jars: join(jars, 'worker') }, main), config];
  const worker = await startServerProcess({ command: java, args, onParentDeath }, logFile);
  const kill = async () => {
    worker.signal('SIGKILL');
    await worker.ended;
  };
  try {
    const outcome = await waitFor(
      async () => {
        if (worker.hasEnded()) return 'ended';
        return (await answers(port)) ? 'ready' : undefined;
      },
      { timeoutMs: READY_TIMEOUT_MS, intervalMs: 100, signal },
    );
    if (outcome !== 'ready') throw new Error(`Kafka Connect did not start: ${await readLogTail(logFile)}`);
  } catch (error) {
    await kill();
    throw error;
  }
  return { pid: worker.pid, ended: worker.ended, ...connectRest(port), kill };
}

function workerSettings(
  dataDir: string,
  brokers: string,
  port: number,
  plugins: string,
): Record<string, string> {
  return {
    'bootstrap.servers': brokers,
    listeners: `http://127.0.0.1:${port}`,
    'plugin.path': plugins,
    'plugin.discovery': 'service_load',
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'true',
    'connector.client.config.override.policy': 'All',
    'offset.storage.file.filename': join(dataDir, 'offsets'),
  };
}
