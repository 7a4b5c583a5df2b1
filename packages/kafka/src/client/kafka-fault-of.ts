import { createLogger } from '@taskfold/runtime';
import type { KafkaConnection } from '../connection/kafka-connection.ts';
import { KafkaUnreachable } from '../diagnosis/kafka-unreachable.ts';
import { createKafkaClient } from './create-kafka-client.ts';

/**
 * Connects once to Kafka, and leaves it.
 *
 * @returns why it cannot be used, in a sentence; null where it can
 */
export async function kafkaFaultOf(connection: KafkaConnection): Promise<string | null> {
  const client = createKafkaClient({
    ...connection,
    logger: createLogger({ service: 'kafka', level: 'silent' }),
  });
  try {
    await client.requireConnection();
    return null;
  } catch (error) {
    if (error instanceof KafkaUnreachable) return error.message;
    throw error;
  } finally {
    await client.close();
  }
}
