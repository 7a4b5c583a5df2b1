import type { Pool, Prisma } from '@taskfold/database';
import type { KafkaClient, KafkaConfig } from '@taskfold/kafka';
import type { ConfigSchema } from '@taskfold/runtime';
import type { z } from 'zod';
import { CommandFailure } from '../outcome/command-failure.ts';
import type { Outcome } from '../outcome/outcomes.ts';
import type { Context } from '../program/context.ts';
import { operatorEnvironment } from './environment.ts';

/** The database as commands of operators use it: without a pooler, with all that the user of DATABASE_URL may. */
export interface OpenDatabase {
  readonly pool: Pool;
  readonly prisma: Prisma;
}

/** The environment, by a schema. @throws CommandFailure `usage`, with every problem */
export async function settingsOf<Schema extends ConfigSchema>(
  context: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { loadConfig } = await import('@taskfold/runtime');
  const env = await operatorEnvironment(context);
  return await withOutcome(async () => loadConfig(schema, env));
}

/** Works with the database, and closes it. @throws CommandFailure where the environment or the database does not let it */
export async function withDatabase<Result>(
  context: Context,
  name: string,
  work: (database: OpenDatabase) => Promise<Result>,
): Promise<Result> {
  const { createPool, createPrisma, directAddressOf } = await import('@taskfold/database');
  const env = await operatorEnvironment(context);
  return await withOutcome(async () => {
    const pool = createPool({ ...directAddressOf(env), max: 4, applicationName: `taskfold-${name}` });
    try {
      return await work({ pool, prisma: createPrisma(pool) });
    } finally {
      await pool.end();
    }
  });
}

/** Works with Kafka, and closes it. @throws CommandFailure where Kafka cannot be reached */
export async function withKafka<Result>(
  config: KafkaConfig,
  name: string,
  work: (kafka: KafkaClient) => Promise<Result>,
  options: { readonly partitioner?: 'murmur2' | 'consistent_random' } = {},
): Promise<Result> {
  const { createKafkaClient, kafkaConnection } = await import('@taskfold/kafka');
  const { createLogger } = await import('@taskfold/runtime');
  const kafka = createKafkaClient({
    ...kafkaConnection(config, `taskfold-${name}`),
    ...options,
    logger: createLogger({ service: name, level: 'silent' }),
  });
  return await withOutcome(async () => {
    try {
      await kafka.requireConnection();
      return await work(kafka);
    } finally {
      await kafka.close().catch(() => {});
    }
  });
}

/** Errors that say in a sentence what is wrong, by their names, so that nothing is loaded to know them. */
const OUTCOME_OF: Readonly<Record<string, Outcome>> = {
  ConfigError: 'usage',
  Refusal: 'refused',
  KeyRingError: 'usage',
  ConnectionFault: 'unavailable',
  KafkaUnreachable: 'unavailable',
};

/** Has what fails in a known way end with the exit code that it has. */
export async function withOutcome<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const outcome = error instanceof Error ? OUTCOME_OF[error.name] : undefined;
    if (error instanceof Error && outcome !== undefined) {
      throw new CommandFailure(outcome, error.message, { cause: error });
    }
    throw error;
  }
}
