import { randomUUID } from 'node:crypto';
import { untilTopicIsKnown } from '../client/until-topic-is-known.ts';
import { type KafkaEnvironment, plainKafkajs } from './test-kafka.ts';

export interface TestTopic {
  readonly name: string;
  drop(): Promise<void>;
}

/** A topic of its own for a test, with a name that no other has. */
export async function createTestTopic({
  kafka: environment,
  partitions = 3,
  config = {},
}: {
  /** That of all integration tests unless another is given. */
  readonly kafka?: KafkaEnvironment | undefined;
  readonly partitions?: number;
  readonly config?: Readonly<Record<string, string>>;
} = {}): Promise<TestTopic> {
  const name = `test-${randomUUID()}`;
  const kafka = plainKafkajs(environment);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: false,
    topics: [
      {
        topic: name,
        numPartitions: partitions,
        configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
      },
    ],
  });
  await untilTopicIsKnown(admin, name);
  await admin.disconnect();
  return {
    name,
    async drop() {
      // A client of its own: the first one's connection may have broken with its broker, which kafkajs takes long to notice,
      // and an admin that was disconnected cannot connect again.
      const last = kafka.admin();
      await last.connect();
      await last.deleteTopics({ topics: [name] });
      await last.disconnect();
    },
  };
}
