import { compatibilityPartitioner, Producer } from '@platformatic/kafka';
import { type KafkaEnvironment, platformaticConnection } from '@taskfold/kafka/testing';
import type { ForeignCompression, ForeignRecord } from './foreign-record.ts';

export interface ForeignProducer {
  /** In their order, partition by partition. */
  send(records: readonly ForeignRecord[], compression?: ForeignCompression): Promise<void>;
  close(): Promise<void>;
}

/** A client for Node that shares no code with kafkajs. */
export function createPlatformaticProducer(kafka: KafkaEnvironment, topic: string): ForeignProducer {
  const producer = new Producer({
    clientId: 'foreign',
    ...platformaticConnection(kafka),
    // Its default keeps the sign bit that the Java client drops, and so puts half of the keys elsewhere.
    partitioner: compatibilityPartitioner,
  });
  return {
    async send(records, compression = 'none') {
      await producer.send({
        acks: -1,
        compression,
        messages: records.map(({ key, value, headers, partition }) => ({
          topic,
          ...(key === null ? {} : { key: Buffer.from(key) }),
          ...(value === null ? {} : { value: Buffer.from(value) }),
          headers: new Map(
            Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)]),
          ),
          ...(partition === undefined ? {} : { partition }),
        })),
      });
    },
    close: () => producer.close(),
  };
}
