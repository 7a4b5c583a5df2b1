import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import type { LogAdmin, TopicDefinition, TopicDescription, TopicReport } from '../port.ts';
import { connecting } from './connecting.ts';
import { describeTopic, differencesOf } from './describe-topic.ts';
import { toNumber } from './numbers.ts';
import { untilTopicIsKnown } from './until-topic-is-known.ts';

// Node finds only some of the names that this CommonJS module exports, and this is none of them.
const { ConfigResourceTypes } = kafkajs;

/** As the patch of kafkajs takes it; its types do not know it. */
const READ_UNCOMMITTED = { retry: {}, isolationLevel: 0 };
const READ_COMMITTED = { retry: {}, isolationLevel: 1 };

export function createLogAdmin(kafka: Kafka): LogAdmin {
  const [open, close] = connecting(kafka.admin(READ_UNCOMMITTED));
  const [openStable, closeStable] = connecting(kafka.admin(READ_COMMITTED));

  return {
    async ensureTopics(topics) {
      const client = await open();
      const existing = new Set(await client.listTopics());
      const reports: TopicReport[] = [];
      for (const topic of topics) {
        const created = !existing.has(topic.name) && (await create(client, topic));
        reports.push({
          name: topic.name,
          created,
          differences: created ? [] : differencesOf(topic, await existingTopic(client, topic.name)),
        });
      }
      return reports;
    },
    async configureTopic(topic, config) {
      const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
      await (await open()).alterConfigs({
        validateOnly: false,
        resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }],
      });
    },
    async partitionCount(topic) {
      return await countPartitions(await open(), topic);
    },
    async offsets(topic) {
      const client = await open();
      const offsets = await client.fetchTopicOffsets(topic);
      return offsets
        .map(({ partition, low, high }) => ({ partition, low: toNumber(low), high: toNumber(high) }))
        .sort((a, b) => a.partition - b.partition);
    },
    async stableOffsets(topic) {
      const client = await openStable();
      const offsets = await client.fetchTopicOffsets(topic);
      return new Map(offsets.map(({ partition, high }) => [partition, toNumber(high)]));
    },
    async groupOffsets(groupId, topic) {
      const client = await open();
      const [noted] = await client.fetchOffsets({ groupId, topics: [topic] });
      const known = (noted?.partitions ?? []).filter(({ offset }) => !offset.startsWith('-'));
      return new Map(known.map(({ partition, offset }) => [partition, toNumber(offset)]));
    },
    async close() {
      await close();
      await closeStable();
    },
  };
}

/** @returns false when another process has created it meanwhile */
async function create(
  client: Admin,
  { name, partitions, replicationFactor, config }: TopicDefinition,
): Promise<boolean> {
  const created = await client.createTopics({
    // kafkajs fails when the broker that it asks does not know the new topic yet.
    waitForLeaders: false,
    topics: [
      {
        topic: name,
        numPartitions: partitions,
        ...(replicationFactor === undefined ? {} : { replicationFactor }),
        configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
      },
    ],
  });
  await untilTopicIsKnown(client, name);
  return created;
}

/** @throws when the topic does not exist */
async function existingTopic(client: Admin, name: string): Promise<TopicDescription> {
  const topic = await describeTopic(client, name);
  if (topic === null) throw new Error(`the topic ${name} does not exist`);
  return topic;
}

/** @throws when the topic does not exist */
async function countPartitions(client: Admin, topic: string): Promise<number> {
  if (!(await client.listTopics()).includes(topic)) throw new Error(`the topic ${topic} does not exist`);
  const { topics } = await client.fetchTopicMetadata({ topics: [topic] });
  return topics.find(({ name }) => name === topic)?.partitions.length ?? 0;
}
