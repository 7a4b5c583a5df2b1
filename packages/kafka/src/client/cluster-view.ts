import type { Kafka } from 'kafkajs';
import type { ClusterView } from '../port.ts';
import { connecting } from './connecting.ts';
import { describeGroup } from './describe-group.ts';
import { describeTopic } from './describe-topic.ts';
import { toNumber } from './numbers.ts';

export function createClusterView(kafka: Kafka): ClusterView {
  const [open, close] = connecting(kafka.admin());
  return {
    async brokerCount() {
      return (await (await open()).describeCluster()).brokers.length;
    },
    async describeTopic(topic) {
      return await describeTopic(await open(), topic);
    },
    async describeGroup(groupId) {
      return await describeGroup(await open(), groupId);
    },
    async offsetsSince(topic, milliseconds) {
      const client = await open();
      const offsets = await client.fetchTopicOffsetsByTimestamp(topic, milliseconds);
      return new Map(offsets.map(({ partition, offset }) => [partition, toNumber(offset)]));
    },
    close,
  };
}
