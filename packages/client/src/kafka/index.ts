export { TOPIC } from '../generated/topic-names.ts';
export { type KafkaMessage, type KafkaMessageOptions, toKafkaMessage } from './to-kafka-message.ts';
