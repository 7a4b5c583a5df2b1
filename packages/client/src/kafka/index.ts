export { TOPIC } from '../generated/topic-names.ts';
export { type KafkaRecord, type KafkaRecordOptions, toKafkaRecord } from './to-kafka-record.ts';
