import {
  checkKafkaVariables,
  KAFKA_VARIABLES,
  kafkaConnection,
  OPTIONAL_KAFKA_VARIABLES,
} from '@taskfold/kafka';
import { loadConfig } from '@taskfold/runtime';
import { z } from 'zod';

/** A Kafka of the user's own, where the environment names one. */
export const kafkaConfigSchema = z.object(OPTIONAL_KAFKA_VARIABLES).check(checkKafkaVariables);

export interface KafkaAccess {
  /** The variables for a service. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly connection: ReturnType<typeof kafkaConnection>;
}

/**
 * How to reach the user's own Kafka, or the one that was started here, which knows neither TLS nor passwords.
 *
 * @param started the address of the latter
 */
export function kafkaAccess(env: NodeJS.ProcessEnv, started: string): KafkaAccess {
  const config = loadConfig(kafkaConfigSchema, env);
  const isOwn = config.KAFKA_BROKERS !== undefined;
  const names = Object.keys(KAFKA_VARIABLES).filter((name) => name !== 'KAFKA_CLIENT_ID');
  const environment = isOwn
    ? {}
    : { ...Object.fromEntries(names.map((name) => [name, ''])), KAFKA_BROKERS: started };
  const used = isOwn ? config : loadConfig(kafkaConfigSchema, { ...env, ...environment });
  return {
    environment,
    connection: kafkaConnection(
      { ...used, KAFKA_BROKERS: used.KAFKA_BROKERS ?? started },
      'taskfold-local-stack',
    ),
  };
}
