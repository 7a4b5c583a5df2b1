export { createTestTopic, type TestTopic } from './create-test-topic.ts';
export {
  javaProperties,
  platformaticConnection,
} from './foreign-connections.ts';
export { foreignGroup } from './foreign-group.ts';
export { harmTopic } from './harm-topic.ts';
export { publishWithPlainKafkajs } from './plain-kafkajs.ts';
export { readReplicas, untilInSync } from './replicas.ts';
export { type KafkaEnvironment, plainKafkajs, testConnection, testKafka } from './test-kafka.ts';
