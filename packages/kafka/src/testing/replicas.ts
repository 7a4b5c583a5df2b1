import { sleep } from '@taskfold/runtime';
import { plainKafkajs } from './test-kafka.ts';

export interface PartitionReplicas {
  readonly topic: string;
  readonly partition: number;
  /** Ids of brokers. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly inSync: readonly number[];
}

/** Where the partitions of topics lie, as one of the brokers sees it. */
export async function readReplicas(brokers: string, topics: readonly string[]): Promise<PartitionReplicas[]> {
  const kafka = plainKafkajs({ KAFKA_BROKERS: brokers });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const found = await admin.fetchTopicMetadata({ topics: [...topics] });
    return found.topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionId: partition, leader, replicas, isr }) => ({
        topic: name,
        partition,
        leader,
        replicas,
        inSync: isr,
      })),
    );
  } finally {
    await admin.disconnect();
  }
}

/**
 * Waits until every replica holds what was acknowledged, so that another broker may go.
 *
 * @throws when that takes longer than the time
 */
export async function untilInSync(
  brokers: string,
  topics: readonly string[],
  timeoutMs = 60_000,
): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  for (;;) {
    const found = await readReplicas(brokers, topics).catch(() => []);
    const isWhole = found.every(({ replicas, inSync }) => inSync.length === replicas.length);
    if (found.length > 0 && isWhole) return;
    await sleep(200, signal);
  }
}
