import type { KafkaConfig } from './kafka-variables.ts';
import type { SaslOptions } from './sasl-options.ts';
import { readSecret } from './secret.ts';
import type { TlsSource } from './socket-factory.ts';
import { readTlsFiles } from './tls-files.ts';
import { awsTokens } from './tokens/aws-token.ts';
import { cachedToken } from './tokens/cached-token.ts';
import { type ClientCredentials, fetchToken } from './tokens/client-credentials.ts';

/** The connection part of the options of a client. */
export interface KafkaConnection {
  /** `host:port` of brokers to begin with. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Connections are encrypted where this is set; a function is asked before each of them. */
  readonly ssl?: TlsSource;
  readonly sasl?: SaslOptions;
}

/**
 * How to connect, as the environment has it.
 *
 * @param clientId where KAFKA_CLIENT_ID does not say
 */
export function kafkaConnection(config: KafkaConfig, clientId: string): KafkaConnection {
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
  if (mechanism === 'oauthbearer')
    return {
      mechanism,
      token: cachedToken(() => fetchToken(credentialsOf(config))),
      advice: 'look at KAFKA_SASL_OAUTH_SCOPE, and at whose tokens this Kafka takes, for which audience',
    };
  if (mechanism === 'aws-msk-iam') {
    // On the wire it is a token like others.
    return {
      mechanism: 'oauthbearer',
      token: cachedToken(awsTokens(config.KAFKA_SASL_AWS_REGION ?? '')),
      advice:
        'look at KAFKA_SASL_AWS_REGION, and whether the identity of this process may kafka-cluster:Connect',
    };
  }
  const source = { value: config.KAFKA_SASL_PASSWORD, file: config.KAFKA_SASL_PASSWORD_FILE };
  return {
    mechanism,
    username: config.KAFKA_SASL_USERNAME ?? '',
    password: () => readSecret(source),
  };
}

function credentialsOf(config: KafkaConfig): ClientCredentials {
  const source = {
    value: config.KAFKA_SASL_OAUTH_CLIENT_SECRET,
    file: config.KAFKA_SASL_OAUTH_CLIENT_SECRET_FILE,
  };
  return {
    url: config.KAFKA_SASL_OAUTH_TOKEN_URL ?? '',
    clientId: config.KAFKA_SASL_OAUTH_CLIENT_ID ?? '',
    clientSecret: () => readSecret(source),
    scope: config.KAFKA_SASL_OAUTH_SCOPE,
  };
}
