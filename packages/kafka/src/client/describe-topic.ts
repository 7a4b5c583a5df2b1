import kafkajs, { type Admin } from 'kafkajs';
import type { TopicDefinition, TopicDescription, TopicDifference } from '../port.ts';

// Node finds only some of the names that this CommonJS module exports, and this is none of them.
const { ConfigResourceTypes } = kafkajs;

/** @returns null where the topic does not exist */
export async function describeTopic(client: Admin, name: string): Promise<TopicDescription | null> {
  if (!(await client.listTopics()).includes(name)) return null;
  const [{ topics }, { resources }] = await Promise.all([
    client.fetchTopicMetadata({ topics: [name] }),
    client.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name }],
    }),
  ]);
  const settings = resources
    .flatMap(({ configEntries }) => configEntries)
    .map(({ configName, configValue }) => [configName, configValue] as const);
  const partitions = (topics.find((topic) => topic.name === name)?.partitions ?? []).map(
    ({ partitionId, leader, replicas, isr }) => ({
      partition: partitionId,
      leader: leader < 0 ? null : leader,
      replicas,
      inSync: isr,
    }),
  );
  return { partitions: partitions.sort((a, b) => a.partition - b.partition), settings: new Map(settings) };
}

/** The fewest brokers that keep one of the partitions. */
export function replicationFactorOf({ partitions }: TopicDescription): number {
  return Math.min(...partitions.map(({ replicas }) => replicas.length));
}

/** What of a topic is other than defined. */
export function differencesOf(
  { partitions, replicationFactor, config }: TopicDefinition,
  topic: TopicDescription,
): TopicDifference[] {
  const found = new Map<string, string | null>(topic.settings)
    .set('partitions', String(topic.partitions.length))
    .set('replication.factor', String(replicationFactorOf(topic)));
  const layout = {
    partitions: String(partitions),
    ...(replicationFactor === undefined ? {} : { 'replication.factor': String(replicationFactor) }),
  };
  return Object.entries({ ...layout, ...config })
    .map(([setting, expected]) => ({ setting, expected, found: found.get(setting) ?? null }))
    .filter(({ expected, found: actual }) => actual !== expected);
}
