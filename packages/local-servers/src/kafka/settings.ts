export interface KafkaPorts {
  broker: number;
  controller: number;
}

const MEBIBYTE = 1024 * 1024;

/**
 * The `server.properties` of a node that is broker and controller, reached only from this machine.
 *
 * @param nodes the ports of all nodes of the cluster, the first one's id being 1
 */
export function kafkaSettings(
  logDir: string,
  ports: KafkaPorts,
  nodes: readonly KafkaPorts[] = [ports],
): Record<string, string> {
  const voters = nodes.map(({ controller }, index) => `${index + 1}@127.0.0.1:${controller}`);
  const replicas = String(nodes.length);
  // A write outlives the loss of any one of three.
  const inSync = String(Math.ceil(nodes.length / 2));
  return {
    'process.roles': 'broker,controller',
    'node.id': String(nodes.indexOf(ports) + 1),
    'controller.quorum.voters': voters.join(','),
    'controller.listener.names': 'CONTROLLER',
    listeners: `CLIENT://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': `CLIENT://127.0.0.1:${ports.broker}`,
    'inter.broker.listener.name': 'CLIENT',
    'listener.security.protocol.map': 'CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': logDir,

    'auto.create.topics.enable': 'false',
    'message.max.bytes': String(10 * MEBIBYTE),
    'replica.fetch.max.bytes': String(10 * MEBIBYTE),
    'socket.request.max.bytes': String(100 * MEBIBYTE),

    // Internal topics are on every node, and few partitions make them quick to create and to recover.
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': '1',
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': inSync,
    'share.coordinator.state.topic.num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',

    // Lets tests of rebalances notice a killed client soon.
    'group.min.session.timeout.ms': '1000',

    // After a kill the controller takes the broker of the last run for alive until this time has passed.
    'broker.session.timeout.ms': '2000',
    'broker.heartbeat.interval.ms': '500',

    'log.cleaner.dedupe.buffer.size': String(16 * MEBIBYTE),
    'num.recovery.threads.per.data.dir': '2',
  };
}

/** Java's properties format. */
export function toProperties(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value.replaceAll('\\', '\\\\')}\n`)
    .join('');
}
