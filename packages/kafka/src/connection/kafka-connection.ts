import type { KafkaClientOptions } from '../client/create-kafka-client.ts';
import type { KafkaConfig } from './kafka-variables.ts';
import type { SaslOptions } from './sasl-options.ts';
import { readSecret } from './secret.ts';
import { readTlsFiles } from './tls-files.ts';

/**
 * The connection part of the options of a client, as the environment has it.
 *
 * @param clientId where KAFKA_CLIENT_ID does not say
 */
export function kafkaConnection(
  config: KafkaConfig,
  clientId: string,
): Pick<KafkaClientOptions, 'brokers' | 'clientId' | 'ssl' | 'sasl'> {
  const sasl = saslOf(config);
  return {
    brokers: config.KAFKA_BROKERS.split(',').map((broker) => broker.trim()),
    clientId: config.KAFKA_CLIENT_ID ?? clientId,
    ...(config.KAFKA_TLS ? { ssl: () => readTlsFiles(config) } : {}),
    ...(sasl === null ? {} : { sasl }),
  };
}

function saslOf(config: KafkaConfig): SaslOptions | null {
  const mechanism = config.KAFKA_SASL_MECHANISM;
  if (mechanism === undefined) return null;
  const source = { value: config.KAFKA_SASL_PASSWORD, file: config.KAFKA_SASL_PASSWORD_FILE };
  return {
    mechanism,
    username: config.KAFKA_SASL_USERNAME ?? '',
    password: () => readSecret(source),
  };
}
