import { TOPICS } from '@taskfold/contract';
import { type KafkaClient, taskTopics } from '@taskfold/kafka';

const PARTITIONS = 6;

export interface TopicNames {
  readonly events: string;
  readonly updates: string;
  readonly dead: string;
}

export function topicNames(env: NodeJS.ProcessEnv): TopicNames {
  return {
    events: env.TOPIC_EVENTS || TOPICS.events.name,
    updates: env.TOPIC_UPDATES || TOPICS.updates.name,
    dead: env.TOPIC_DEAD || TOPICS.dead.name,
  };
}

/** Creates the topics that are missing. @returns a sentence for each setting of an existing one that is other than ours */
export async function ensureTopics(client: KafkaClient, names: TopicNames): Promise<string[]> {
  const admin = client.admin();
  const reports = await admin.ensureTopics(taskTopics({ names, partitions: PARTITIONS }));
  await admin.close();
  return reports.flatMap(({ name, differences }) =>
    differences.map(
      ({ setting, expected, found }) =>
        `The topic ${name} has ${setting} ${found ?? 'unset'} instead of ${expected}.`,
    ),
  );
}
