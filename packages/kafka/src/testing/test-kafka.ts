import '@taskfold/local-servers/testing';
import { loadConfig } from '@taskfold/runtime';
import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import { inject } from 'vitest';
import { z } from 'zod';
import type { KafkaClientOptions } from '../client/create-kafka-client.ts';
import { checkKafkaVariables } from '../connection/check-kafka-variables.ts';
import { kafkaConnection } from '../connection/kafka-connection.ts';
import { KAFKA_VARIABLES } from '../connection/kafka-variables.ts';
import { toKafkajsSasl } from '../connection/sasl-options.ts';

/** A Kafka as variables: KAFKA_BROKERS, and KAFKA_TLS…, KAFKA_SASL… where it asks who comes. */
export type KafkaEnvironment = Readonly<Record<string, string>>;

const schema = z.object(KAFKA_VARIABLES).check(checkKafkaVariables);

/** The Kafka of the integration tests, which may ask for TLS and a password. For the environment of what a test starts. */
export function testKafka(): KafkaEnvironment {
  return inject('kafka');
}

/** How a client of a test reaches Kafka: the connection part of the options of `createKafkaClient`. */
export function testConnection(
  kafka: KafkaEnvironment = testKafka(),
): Pick<KafkaClientOptions, 'brokers' | 'clientId' | 'ssl' | 'sasl'> {
  return kafkaConnection(loadConfig(schema, kafka), 'test');
}

/** Kafkajs as others use it, with nothing of ours but the connection. */
export function plainKafkajs(
  kafka: KafkaEnvironment = testKafka(),
  options: Partial<KafkaConfig> = {},
): Kafka {
  const { brokers, ssl, sasl } = testConnection(kafka);
  return new Kafka({
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    ...(ssl === undefined ? {} : { ssl: typeof ssl === 'function' ? ssl() : ssl }),
    ...(sasl === undefined ? {} : { sasl: toKafkajsSasl(sasl) }),
    ...options,
  });
}
