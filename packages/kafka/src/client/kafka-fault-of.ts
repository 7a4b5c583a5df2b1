import { createLogger } from '@taskfold/runtime';
import type { KafkaConnection } from '../connection/kafka-connection.ts';
import { KafkaUnreachable } from '../diagnosis/kafka-unreachable.ts';
import type { KafkaClient } from '../port.ts';
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
  return await faultOfClient(client).finally(() => client.close());
}

/** The same of a client that is there. */
export async function faultOfClient(client: Pick<KafkaClient, 'requireConnection'>): Promise<string | null> {
  try {
    await client.requireConnection();
    return null;
  } catch (error) {
    if (error instanceof KafkaUnreachable) return error.message;
    throw error;
  }
}
