import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import type { LogAdmin, TopicDefinition, TopicReport } from '../port.ts';
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
          differences: created ? [] : await differences(client, topic),
        });
      }
      return reports;
    },
    async partitionCount(topic) {
      return countPartitions(await open(), topic);
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

/** @returns what connects when it is first asked for, and what ends that */
function connecting(admin: Admin): readonly [open: () => Promise<Admin>, close: () => Promise<void>] {
  let connected: Promise<void> | undefined;
  return [
    async () => {
      connected ??= admin.connect();
      try {
        await connected;
      } catch (error) {
        connected = undefined;
        throw error;
      }
      return admin;
    },
    async () => {
      await connected?.catch(() => {});
      await admin.disconnect();
    },
  ];
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

async function differences(client: Admin, topic: TopicDefinition): Promise<TopicReport['differences']> {
  const { resources } = await client.describeConfigs({
    includeSynonyms: false,
    resources: [
      { type: ConfigResourceTypes.TOPIC, name: topic.name, configNames: Object.keys(topic.config) },
    ],
  });
  const found = new Map<string, string | null>(
    resources
      .flatMap(({ configEntries }) => configEntries)
      .map(({ configName, configValue }) => [configName, configValue]),
  );
  const [partitions, replicas] = await layoutOf(client, topic.name);
  found.set('partitions', String(partitions));
  found.set('replication.factor', String(replicas));
  const layout = {
    partitions: String(topic.partitions),
    ...(topic.replicationFactor === undefined
      ? {}
      : { 'replication.factor': String(topic.replicationFactor) }),
  };
  return Object.entries({ ...layout, ...topic.config })
    .map(([setting, expected]) => ({ setting, expected, found: found.get(setting) ?? null }))
    .filter(({ expected, found: actual }) => actual !== expected);
}

async function countPartitions(client: Admin, topic: string): Promise<number> {
  return (await layoutOf(client, topic))[0];
}

/** @throws when the topic does not exist */
async function layoutOf(
  client: Admin,
  topic: string,
): Promise<readonly [partitions: number, replicas: number]> {
  if (!(await client.listTopics()).includes(topic)) throw new Error(`the topic ${topic} does not exist`);
  const { topics } = await client.fetchTopicMetadata({ topics: [topic] });
  const partitions = topics.find(({ name }) => name === topic)?.partitions ?? [];
  return [partitions.length, Math.min(...partitions.map(({ replicas }) => replicas.length))];
}
