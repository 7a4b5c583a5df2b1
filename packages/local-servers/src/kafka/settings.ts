export interface KafkaPorts {
  broker: number;
  controller: number;
}

const MEBIBYTE = 1024 * 1024;

/** The broker's `server.properties`: one node that is broker and controller, reached only from this machine. */
export function kafkaSettings(logDir: string, ports: KafkaPorts): Record<string, string> {
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
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

    // One node: internal topics need one replica, and few partitions make them quick to create and to recover.
    'default.replication.factor': '1',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
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
