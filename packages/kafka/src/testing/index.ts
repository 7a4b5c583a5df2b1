export { createTestTopic, type TestTopic } from './create-test-topic.ts';
