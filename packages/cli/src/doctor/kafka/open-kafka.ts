import {
  type ClusterView,
  createKafkaClient,
  type KafkaClient,
  kafkaConnection,
  type LogAdmin,
} from '@taskfold/kafka';
import { createLogger } from '@taskfold/runtime';
import { CannotTell } from '../check.ts';
import type { KafkaSettings } from '../settings.ts';

/** The way to Kafka, for all checks together. */
export interface ExaminedKafka {
  readonly client: KafkaClient;
  readonly view: ClusterView;
  readonly admin: LogAdmin;
  /** @throws CannotTell where the topic does not exist, of which its own check tells */
  requireTopic(topic: string): Promise<void>;
}

/** Nothing connects before it is used. */
export function openKafka(settings: KafkaSettings): ExaminedKafka {
  const client = createKafkaClient({
    ...kafkaConnection(settings, 'taskfold-doctor'),
    logger: createLogger({ service: 'doctor', level: 'silent' }),
  });
  const view = client.clusterView();
  return {
    client,
    view,
    admin: client.admin(),
    async requireTopic(topic) {
      if ((await view.describeTopic(topic)) === null) throw new CannotTell(`waits for the topic ${topic}`);
    },
  };
}
