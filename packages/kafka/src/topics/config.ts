import { TOPICS } from '@taskfold/contract';
import { z } from 'zod';
import { checkKafkaVariables } from '../connection/check-kafka-variables.ts';
import { KAFKA_VARIABLES } from '../connection/kafka-variables.ts';
import type { TopicDefinition } from '../port.ts';
import { taskTopics } from './task-topics.ts';

const topicName = (name: string, description: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,249}$/)
    .default(name)
    .meta({ description });

/** What the command that creates the topics reads from its environment. */
export const topicsConfigSchema = z
  .object({
    ...KAFKA_VARIABLES,
    TOPIC_EVENTS: topicName(TOPICS.events.name, 'Topic that task events are read from.'),
    TOPIC_UPDATES: topicName(
      TOPICS.updates.name,
      'Topic that the newest state of each task is published to.',
    ),
    TOPIC_DEAD: topicName(TOPICS.dead.name, 'Topic that records which can never fold are published to.'),
    TOPIC_PARTITIONS: z.coerce.number().int().min(1).max(1000).default(12).meta({
      description: 'Partitions of events and of updates. More of them later means new topics: choose once.',
    }),
    TOPIC_REPLICATION_FACTOR: z.coerce
      .number()
      .int()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: "Brokers that keep each partition; without it, the broker's default." }),
    TOPIC_MIN_INSYNC_REPLICAS: z.coerce.number().int().min(1).max(100).optional().meta({
      description:
        "Brokers that must hold what is acknowledged: 2 of 3, so that nothing acknowledged is lost with one of them; without it, the broker's default, which is 1 in most.",
    }),
  })
  .check(checkKafkaVariables)
  .superRefine(({ TOPIC_REPLICATION_FACTOR: replicas, TOPIC_MIN_INSYNC_REPLICAS: inSync }, context) => {
    if (replicas === undefined || inSync === undefined || inSync <= replicas) return;
    context.addIssue({
      code: 'custom',
      path: ['TOPIC_MIN_INSYNC_REPLICAS'],
      message: `must not be above TOPIC_REPLICATION_FACTOR (${replicas}): nothing could be published`,
    });
  });

export type TopicsConfig = z.output<typeof topicsConfigSchema>;

/** The topics as the environment wants them. */
export function wantedTopics(config: Omit<TopicsConfig, keyof typeof KAFKA_VARIABLES>): TopicDefinition[] {
  const { TOPIC_REPLICATION_FACTOR: replicationFactor, TOPIC_MIN_INSYNC_REPLICAS: minInSyncReplicas } =
    config;
  return taskTopics({
    names: { events: config.TOPIC_EVENTS, updates: config.TOPIC_UPDATES, dead: config.TOPIC_DEAD },
    partitions: config.TOPIC_PARTITIONS,
    ...(replicationFactor === undefined ? {} : { replicationFactor }),
    ...(minInSyncReplicas === undefined ? {} : { minInSyncReplicas }),
  });
}
