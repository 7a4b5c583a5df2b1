export { createTestTopic, type TestTopic } from './create-test-topic.ts';
export { harmTopic, type TopicHarm } from './harm-topic.ts';
