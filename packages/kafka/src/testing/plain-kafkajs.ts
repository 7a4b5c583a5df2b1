import { CompressionTypes, Kafka, logLevel } from 'kafkajs';

/** Publishes as a service with kafkajs does that sets nothing but the compression. */
export async function publishWithPlainKafkajs(
  brokers: string,
  topic: string,
  compression: 'none' | 'gzip',
  records: readonly { readonly key: string; readonly value: string }[],
): Promise<void> {
  const kafka = new Kafka({ brokers: brokers.split(','), clientId: 'plain', logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  try {
    const type = compression === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None;
    await producer.send({ topic, compression: type, messages: [...records] });
  } finally {
    await producer.disconnect();
  }
}
