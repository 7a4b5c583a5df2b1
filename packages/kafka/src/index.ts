export { createKafkaClient } from './client/create-kafka-client.ts';
export { differencesOf, replicationFactorOf } from './client/describe-topic.ts';
export { GROUP_VARIABLES, refuseRareHeartbeats } from './client/group-variables.ts';
export { faultOfClient, kafkaFaultOf } from './client/kafka-fault-of.ts';
export type { SignatureRule } from './codec/check-signature.ts';
export { isJsonType, mediaTypeOf } from './codec/content-mode.ts';
export {
  type Decoded,
  decodeRecord,
} from './codec/decode-record.ts';
export { encodeBinary, encodeStructured, type OutgoingEvent } from './codec/encode-event.ts';
export { type EncodeSystemEvent, systemEventEncoder } from './codec/encode-system-event.ts';
export { eraseEvent } from './codec/erase-event.ts';
export { parseEventLine } from './codec/parse-event-line.ts';
export { rekeyed } from './codec/placement.ts';
export { COMPRESSIONS, type Compression, compress, decompress } from './compression/compression.ts';
export { checkKafkaVariables } from './connection/check-kafka-variables.ts';
export { kafkaConnection } from './connection/kafka-connection.ts';
export { KAFKA_VARIABLES, type KafkaConfig, OPTIONAL_KAFKA_VARIABLES } from './connection/kafka-variables.ts';
export type { KafkaFault } from './diagnosis/fault.ts';
export { KafkaUnreachable } from './diagnosis/kafka-unreachable.ts';
export { countMembers } from './json/count-members.ts';
export { arrayItems, shapeOf, withMember } from './json/scan.ts';
export {
  describePartitioner,
  PARTITIONER_NAMES,
  type PartitionerName,
} from './partitioner/known-partitioners.ts';
export { PARTITIONERS, type Partitioner, partitionOf } from './partitioner/partition-of.ts';
export type {
  BatchContext,
  ClusterView,
  ConsumeOptions,
  ConsumerOptions,
  GroupDescription,
  KafkaClient,
  LogAdmin,
  LogBatch,
  LogConsumer,
  LogPosition,
  LogProducer,
  PartitionOffsets,
  TopicDefinition,
  TopicDescription,
  TopicDifference,
  Undecodable,
} from './port.ts';
export type { LogRecord, OutgoingRecord } from './record.ts';
export { parseEventSigningKeys } from './signing/event-signatures.ts';
export { SIGNING_VARIABLES, VERIFYING_VARIABLES } from './signing/signing-variables.ts';
export { topicsConfigSchema, wantedTopics } from './topics/config.ts';
export { taskTopics } from './topics/task-topics.ts';
