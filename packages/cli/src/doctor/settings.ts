import { configSchema as apiSchema } from '@taskfold/api/config';
import { DATABASE_VARIABLES } from '@taskfold/database';
import { checkKafkaVariables, KAFKA_VARIABLES, topicsConfigSchema } from '@taskfold/kafka';
import { configSchema as processorSchema } from '@taskfold/processor/config';
import { ConfigError, type ConfigSchema, loadConfig } from '@taskfold/runtime';
import { z } from 'zod';

export type ExaminedEnvironment = Readonly<Record<string, string | undefined>>;

const DATABASE = z.object({
  ...DATABASE_VARIABLES,
  DATABASE_REPLICA_URL: apiSchema.shape.DATABASE_REPLICA_URL,
  DATABASE_ROLE: z
    .enum(['taskfold_api', 'taskfold_processor', 'none'])
    .optional()
    .meta({ description: 'Role that connections take on: taskfold_api, taskfold_processor or none.' }),
});

const KAFKA = z.object(KAFKA_VARIABLES).check(checkKafkaVariables);

const {
  TOPIC_EVENTS,
  TOPIC_UPDATES,
  TOPIC_DEAD,
  TOPIC_PARTITIONS,
  TOPIC_REPLICATION_FACTOR,
  TOPIC_MIN_INSYNC_REPLICAS,
} = topicsConfigSchema.shape;
const { PROJECTION, PARTITIONER, KAFKA_GROUP_ID, UPDATE_MAX_BYTES } = processorSchema.shape;

/** What names things, in the database and at the brokers, and how topics are wanted. */
const NAMES = z.object({
  TOPIC_EVENTS,
  TOPIC_UPDATES,
  TOPIC_DEAD,
  // Without its default: where nobody says how many, those that are there are right.
  TOPIC_PARTITIONS: TOPIC_PARTITIONS.unwrap()
    .optional()
    .meta({ description: 'Partitions of events and of updates.' }),
  TOPIC_REPLICATION_FACTOR,
  TOPIC_MIN_INSYNC_REPLICAS,
  PROJECTION,
  PARTITIONER,
  KAFKA_GROUP_ID,
  UPDATE_MAX_BYTES,
});

export type DatabaseSettings = z.output<typeof DATABASE>;
export type KafkaSettings = z.output<typeof KAFKA>;
export type Names = z.output<typeof NAMES>;

/** A part of the configuration as it was read, or what is wrong with it. */
export type SettingsPart<Config> =
  | { readonly kind: 'read'; readonly config: Config }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

export interface Settings {
  readonly database: SettingsPart<DatabaseSettings>;
  readonly kafka: SettingsPart<KafkaSettings>;
  readonly names: SettingsPart<Names>;
}

/** The parts are read by themselves: what is wrong with one says nothing of the others. */
export function readSettings(env: ExaminedEnvironment): Settings {
  return { database: readPart(DATABASE, env), kafka: readPart(KAFKA, env), names: readPart(NAMES, env) };
}

export function readPart<Schema extends ConfigSchema>(
  schema: Schema,
  env: ExaminedEnvironment,
): SettingsPart<z.output<Schema>> {
  try {
    return { kind: 'read', config: loadConfig(schema, env) };
  } catch (error) {
    if (error instanceof ConfigError) return { kind: 'wrong', problems: error.problems };
    throw error;
  }
}

/** @throws where it could not be read, which checks that need it come to only by mistake */
export function configOf<Config>(part: SettingsPart<Config>): Config {
  if (part.kind === 'read') return part.config;
  throw new Error(part.problems.join(' '));
}
