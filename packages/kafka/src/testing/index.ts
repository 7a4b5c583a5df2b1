export { createTestTopic, type TestTopic } from './create-test-topic.ts';
export {
  javaProperties,
  type PlatformaticConnection,
  platformaticConnection,
} from './foreign-connections.ts';
export { type ForeignGroup, foreignGroup } from './foreign-group.ts';
export { harmTopic, type TopicHarm } from './harm-topic.ts';
export { publishWithPlainKafkajs } from './plain-kafkajs.ts';
export { type PartitionReplicas, readReplicas, untilInSync } from './replicas.ts';
export { type KafkaEnvironment, plainKafkajs, testConnection, testKafka } from './test-kafka.ts';
