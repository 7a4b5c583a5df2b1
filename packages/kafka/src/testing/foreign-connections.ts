import { readFileSync } from 'node:fs';
import { type KafkaEnvironment, testKafka } from './test-kafka.ts';

interface ForeignSasl {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly username: string;
  readonly password: string;
}

/** The connection part of the options of a client of `@platformatic/kafka`. */
export interface PlatformaticConnection {
  readonly bootstrapBrokers: string[];
  readonly tls?: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer };
  readonly sasl?: ForeignSasl;
}

/**
 * How a client that is not ours reaches Kafka, with TLS and a password where it asks for them; tokens are left to our own
 * client.
 */
export function platformaticConnection(kafka: KafkaEnvironment = testKafka()): PlatformaticConnection {
  const { KAFKA_TLS_CA_FILE: ca, KAFKA_TLS_CERT_FILE: cert, KAFKA_TLS_KEY_FILE: key } = kafka;
  const sasl = saslOf(kafka);
  return {
    bootstrapBrokers: (kafka.KAFKA_BROKERS ?? '').split(','),
    ...(kafka.KAFKA_TLS === 'true' && {
      tls: {
        ...(ca !== undefined && { ca: readFileSync(ca) }),
        ...(cert !== undefined && { cert: readFileSync(cert) }),
        ...(key !== undefined && { key: readFileSync(key) }),
      },
    }),
    ...(sasl !== null && { sasl }),
  };
}

/** The same as properties of Java's clients, `name=value` each. The brokers are told to its tools in another way. */
export function javaProperties(kafka: KafkaEnvironment = testKafka()): string[] {
  const sasl = saslOf(kafka);
  const isTls = kafka.KAFKA_TLS === 'true';
  if (!isTls && sasl === null) return [];
  const module = sasl?.mechanism === 'PLAIN' ? 'plain.PlainLoginModule' : 'scram.ScramLoginModule';
  return [
    `security.protocol=${[...(sasl === null ? [] : ['SASL']), isTls ? 'SSL' : 'PLAINTEXT'].join('_')}`,
    ...(kafka.KAFKA_TLS_CA_FILE === undefined
      ? []
      : ['ssl.truststore.type=PEM', `ssl.truststore.location=${kafka.KAFKA_TLS_CA_FILE}`]),
    ...(sasl === null
      ? []
      : [
          `sasl.mechanism=${sasl.mechanism}`,
          `sasl.jaas.config=org.apache.kafka.common.security.${module} required username="${sasl.username}" password="${sasl.password}";`,
        ]),
  ];
}

function saslOf(kafka: KafkaEnvironment): ForeignSasl | null {
  const { KAFKA_SASL_MECHANISM: name, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = kafka;
  if (name === undefined) return null;
  const mechanism = (['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const).find(
    (known) => known === name.toUpperCase(),
  );
  if (mechanism === undefined || username === undefined || password === undefined) {
    throw new Error(`the clients that are not ours do not know how to use KAFKA_SASL_MECHANISM ${name}`);
  }
  return { mechanism, username, password };
}
