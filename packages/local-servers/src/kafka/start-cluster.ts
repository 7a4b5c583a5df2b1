import { join, resolve } from 'node:path';
import { readLogTail } from '../process/log-tail.ts';
import { choosePort } from '../process/ports.ts';
import type { ServerProcess } from '../process/server-process.ts';
import type { ServerOptions } from '../server-options.ts';
import { findRuntime } from './find-runtime.ts';
import { randomClusterId } from './format.ts';
import { handleOfKafka } from './handle.ts';
import type { JavaRuntime } from './java-command.ts';
import type { LocalKafkaCluster, LocalKafkaNode } from './local-kafka-cluster.ts';
import { becomesReady, killNode, launchNode, logFileOf, openNode } from './node.ts';
import { type KafkaPorts, kafkaSettings } from './settings.ts';

const NODES = 3;
/** Small, for three of them run beside everything else. */
const HEAP_MIB = 256;

/**
 * Starts three nodes of Apache Kafka on 127.0.0.1, each broker and controller, and resolves when each of them counts all
 * as alive. Topics get three replicas and `min.insync.replicas` 2 where nothing else is asked for, and so have the
 * internal ones. Ports and data of a node stay the same as long as the cluster is not started anew.
 *
 * @throws MissingPrerequisite when this machine lacks Java, or Maven to bring the jars: there are no containers of it
 */
export async function startKafkaCluster(options: Omit<ServerOptions, 'port'>): Promise<LocalKafkaCluster> {
  const { onProgress = () => {}, signal } = options;
  const runtime = await findRuntime(onProgress, signal);
  const clusterId = randomClusterId();
  const all: KafkaPorts[] = [];
  while (all.length < NODES) all.push({ broker: await choosePort(), controller: await choosePort() });
  const nodes = await Promise.all(
    all.map((ports) => openClusterNode(runtime, { ...options, ports, all, clusterId })),
  );
  onProgress('starting three nodes of Kafka');
  const started = await Promise.allSettled(nodes.map((node) => node.start(NODES)));
  const kill = async () => void (await Promise.all(nodes.map((node) => node.kill())));
  const failed = started.find((start) => start.status === 'rejected');
  if (failed !== undefined) {
    await kill();
    throw failed.reason;
  }
  return {
    brokers: nodes.map(({ brokers }) => brokers).join(','),
    nodes,
    kill,
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

interface ClusterNodeOptions extends Omit<ServerOptions, 'port'> {
  readonly ports: KafkaPorts;
  readonly all: readonly KafkaPorts[];
  readonly clusterId: string;
}

interface ClusterNode extends LocalKafkaNode {
  /** @param brokers that it has to count as alive before it is taken for ready */
  start(brokers?: number): Promise<void>;
}

async function openClusterNode(
  runtime: JavaRuntime,
  { ports, all, clusterId, ...options }: ClusterNodeOptions,
): Promise<ClusterNode> {
  const { signal, temporary = false } = options;
  const id = all.indexOf(ports) + 1;
  const dataDir = join(resolve(options.dataDir), `node-${id}`);
  const settings = (folder: string) => kafkaSettings(folder, ports, all);
  const logDir = await openNode(runtime, { ...options, dataDir, settings, clusterId });
  let server: ServerProcess | undefined;
  const handle = () => {
    if (server === undefined) throw new Error(`node ${id} of Kafka was never started`);
    return handleOfKafka(server, ports.broker);
  };

  return {
    id,
    brokers: `127.0.0.1:${ports.broker}`,
    port: ports.broker,
    get pid() {
      return handle().pid;
    },
    get ended() {
      return handle().ended;
    },
    async stop() {
      // One that is frozen would not hear of it.
      server?.signal('SIGCONT');
      await (server && handleOfKafka(server, ports.broker).stop());
    },
    kill: async () => await (server && killNode(server)),
    freeze: () => server?.signal('SIGSTOP'),
    thaw: () => server?.signal('SIGCONT'),
    async start(brokers = 1) {
      if (server?.hasEnded() === false) throw new Error(`node ${id} of Kafka runs already`);
      server = await launchNode(runtime, {
        dataDir,
        settings: settings(logDir),
        heapMiB: HEAP_MIB,
        temporary,
      });
      if (await becomesReady(server, ports.broker, signal, brokers)) return;
      await killNode(server);
      const tail = await readLogTail(logFileOf(dataDir));
      throw new Error(`node ${id} of Kafka did not start (${await server.ended}): ${tail}`);
    },
  };
}
