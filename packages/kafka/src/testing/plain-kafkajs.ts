import { CompressionTypes } from 'kafkajs';
import { type KafkaEnvironment, plainKafkajs } from './test-kafka.ts';

/** Publishes as a service with kafkajs does that sets nothing but the compression. */
export async function publishWithPlainKafkajs(
  kafka: KafkaEnvironment,
  topic: string,
  compression: 'none' | 'gzip',
  records: readonly { readonly key: string; readonly value: string }[],
): Promise<void> {
  const producer = plainKafkajs(kafka, { clientId: 'plain' }).producer();
  await producer.connect();
  try {
    const type = compression === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None;
    await producer.send({ topic, compression: type, messages: [...records] });
  } finally {
    await producer.disconnect();
  }
}
