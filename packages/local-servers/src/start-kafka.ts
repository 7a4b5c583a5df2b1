import { join } from 'node:path';
import { startKafkaContainer } from './docker/kafka-container.ts';
import type { KafkaOptions } from './kafka/kafka-options.ts';
import type { LocalKafka } from './kafka/local-kafka.ts';
import { startEmbeddedKafka } from './kafka/start-embedded.ts';
import { withContainers } from './with-containers.ts';

/**
 * Starts a single-node Apache Kafka 4.1 on 127.0.0.1 and resolves when it serves clients. The log, the cluster id and,
 * where it can be had, the port stay the same from one start to the next.
 *
 * @throws MissingPrerequisite when this machine lacks something
 */
export async function startKafka(options: KafkaOptions): Promise<LocalKafka> {
  // A container could not read the files that the settings of listeners name.
  if (options.listeners !== undefined) return await startEmbeddedKafka(options);
  return await withContainers(
    join(options.dataDir, 'volume'),
    () => startEmbeddedKafka(options),
    () => startKafkaContainer(options),
  );
}
