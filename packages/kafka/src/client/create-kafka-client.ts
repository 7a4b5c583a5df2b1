import type { Logger } from '@taskfold/runtime';
import { Kafka, logLevel } from 'kafkajs';
import type { Compression } from '../compression/compression.ts';
import type { KafkaConnection } from '../connection/kafka-connection.ts';
import { toKafkajsSasl } from '../connection/sasl-options.ts';
import { createSocketFactory, type TlsSource } from '../connection/socket-factory.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { KafkaUnreachable } from '../diagnosis/kafka-unreachable.ts';
import { patiently } from '../diagnosis/patiently.ts';
import { type ConnectionWatch, watchConnection } from '../diagnosis/watch-connection.ts';
import type { Partitioner } from '../partitioner/partition-of.ts';
import type { KafkaClient } from '../port.ts';
import { createLogAdmin } from './admin.ts';
import { createClusterView } from './cluster-view.ts';
import { createLogConsumer } from './consumer.ts';
import { completeKafkajs } from './kafkajs-internals.ts';
import { kafkajsLogger } from './kafkajs-logger.ts';
import { createLogProducer } from './producer.ts';

export interface KafkaClientOptions extends KafkaConnection {
  readonly logger: Logger;
  /** How its producers give keys to partitions. */
  readonly partitioner?: Partitioner;
  /**
   * How many partitions a topic must have for its keys to lie where they are looked for; null where that does not matter or
   * is not known. Its producers publish nothing to a topic that has others.
   */
  readonly partitionCountOf?: (topic: string) => number | null;
  /** What its producers compress batches with; nothing by default. All of them are read, whatever is set here. */
  readonly compression?: Compression;
}

/** A way to Kafka. Nothing connects before it is used. */
export function createKafkaClient(options: KafkaClientOptions): KafkaClient {
  const { brokers, clientId, logger, ssl, sasl } = options;
  const { partitioner = 'murmur2', compression = 'none', partitionCountOf = () => null } = options;
  completeKafkajs();
  if ((sasl?.mechanism === 'plain' || sasl?.mechanism === 'oauthbearer') && !ssl) {
    logger.warn(
      'The password or token for Kafka is sent as it is, for KAFKA_TLS is not set: set it to true.',
    );
  }
  const look = () =>
    diagnose({
      brokers,
      clientId,
      tls: ssl ?? false,
      sasl: sasl ?? null,
      hasAuthority: shows(ssl, 'ca'),
      hasCertificate: shows(ssl, 'cert'),
    });
  let watch: ConnectionWatch | undefined;
  const kafka = new Kafka({
    brokers: [...brokers],
    clientId,
    logLevel: logLevel.INFO,
    logCreator: kafkajsLogger(logger),
    connectionTimeout: 3000,
    requestTimeout: 30_000,
    socketFactory: createSocketFactory(ssl, () => watch?.suspect()),
    retry: { initialRetryTime: 100, maxRetryTime: 3000, retries: 5 },
    ...(sasl === undefined ? {} : { sasl: toKafkajsSasl(sasl) }),
  });
  const opened: (() => Promise<void>)[] = [];

  function track<Part>(part: Part, close: () => Promise<void>): Part {
    opened.push(close);
    return part;
  }

  return {
    consumer(consumerOptions) {
      const consumer = createLogConsumer(kafka, consumerOptions, logger);
      return track(consumer, consumer.stop);
    },
    producer() {
      const producer = createLogProducer(kafka, { partitioner, compression, partitionCountOf }, logger);
      return track(producer, producer.close);
    },
    admin() {
      const admin = createLogAdmin(kafka);
      return track(admin, admin.close);
    },
    clusterView() {
      const view = createClusterView(kafka);
      return track(view, view.close);
    },
    async requireConnection() {
      const fault = await patiently(look);
      if (fault !== null) throw new KafkaUnreachable(fault);
    },
    watchConnection({ report, signal }) {
      watch = watchConnection({ diagnose: look, report, logger, signal });
      return watch.ended;
    },
    async close() {
      const errors: unknown[] = [];
      for (let close = opened.pop(); close !== undefined; close = opened.pop()) {
        await close().catch((error: unknown) => errors.push(error));
      }
      if (errors.length > 0) throw errors[0];
    },
  };
}

/** Whether there is something to say who a side of a TLS connection is. */
function shows(tls: TlsSource | undefined, name: 'ca' | 'cert'): boolean {
  if (typeof tls !== 'function') return typeof tls === 'object' && tls[name] !== undefined;
  try {
    return tls()[name] !== undefined;
  } catch {
    // A file of it cannot be read.
    return true;
  }
}
