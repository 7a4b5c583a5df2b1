import { TOPICS } from '@taskfold/contract';
import { DATABASE_VARIABLES } from '@taskfold/database';
import {
  COMPRESSIONS,
  checkKafkaVariables,
  GROUP_VARIABLES,
  KAFKA_VARIABLES,
  refuseRareHeartbeats,
  VERIFYING_VARIABLES,
} from '@taskfold/kafka';
import {
  PUBLIC_URL_VARIABLES,
  refuseKnownSecrets,
  serviceVariables,
  TRACING_VARIABLES,
} from '@taskfold/runtime';
import { z } from 'zod';
import { CALLBACK_VARIABLES } from './callbacks/callback-variables.ts';
import { KEYS_MISSING } from './callbacks/keys-missing.ts';
import { RETENTION_VARIABLES } from './retention/retention-variables.ts';

const integer = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** What one process can do. Each alone or together, in as many processes as wanted. */
const ROLES = ['fold', 'relay', 'callbacks', 'retention'] as const;
export type Role = (typeof ROLES)[number];

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** `fold,relay,callbacks,retention`, in any order and with spaces. */
const roles = z.string().transform((text, context) => {
  const names = text.split(',').map((name) => name.trim());
  if (names.every(isRole)) return [...new Set(names)];
  context.issues.push({ code: 'custom', message: `must be a list of ${ROLES.join(', ')}`, input: text });
  return z.NEVER;
});

/** What the processor reads from its environment. */
export const configSchema = z.object({
  ROLES: roles.default([...ROLES]).meta({
    description: `What this process does, as a list: ${ROLES.join(', ')}.`,
  }),
  ...DATABASE_VARIABLES,
  DATABASE_ROLE: z.enum(['taskfold_processor', 'none']).default('taskfold_processor').meta({
    description: 'Role that connections take on; `none` for all that the user of DATABASE_URL may do.',
  }),
  DATABASE_POOL_MAX: integer(2, 200).default(10).meta({ description: 'Connections to PostgreSQL at most.' }),
  ...KAFKA_VARIABLES,
  KAFKA_GROUP_ID: z
    .string()
    .min(1)
    .default('taskfold-processor')
    .meta({ description: 'Consumer group that shares the partitions out among processors.' }),
  ...GROUP_VARIABLES,
  TOPIC_EVENTS: z
    .string()
    .min(1)
    .default(TOPICS.events.name)
    .meta({ description: 'Topic that task events are read from.' }),
  TOPIC_UPDATES: z
    .string()
    .min(1)
    .default(TOPICS.updates.name)
    .meta({ description: 'Topic that the newest state of each task is published to.' }),
  TOPIC_DEAD: z
    .string()
    .min(1)
    .default(TOPICS.dead.name)
    .meta({ description: 'Topic that records which can never fold are published to.' }),
  KAFKA_COMPRESSION: z.enum(COMPRESSIONS).default('gzip').meta({
    description:
      'What is published is compressed with: none, gzip, snappy, lz4 or zstd. Every client reads gzip, lz4 takes least time; kafkajs needs a codec for all but gzip. All are read.',
  }),
  PARTITIONER: z.enum(['murmur2', 'consistent_random']).default('murmur2').meta({
    description:
      'How producers choose a partition from a key: murmur2 as Java does, or the default of librdkafka.',
  }),
  MISPLACED: z.enum(['rekey', 'dead_letter']).default('rekey').meta({
    description:
      'What becomes of a record without a key, or in another partition than its key belongs to: published again to where it belongs, or a dead letter.',
  }),
  PROJECTION: z
    .string()
    .regex(/^[a-z0-9_]{1,32}$/)
    .default('main')
    .meta({ description: 'Name that the checkpoints of this projection are kept under.' }),
  PARTITIONS_AT_ONCE: integer(1, 32).default(6).meta({
    description:
      'Partitions that are folded at the same time; fewer than DATABASE_POOL_MAX. What is fetched waits while others are folded.',
  }),
  CHUNK_MAX_RECORDS: integer(1, 10_000)
    .default(8000)
    .meta({ description: 'Records of one transaction at most.' }),
  CHUNK_MAX_BYTES: integer(1024, 64 * 1024 * 1024)
    .default(4 * 1024 * 1024)
    .meta({ description: 'Bytes of keys and values of one transaction; one record may be larger.' }),
  CACHE_MAX_ENTRIES: integer(0, 1_000_000)
    .default(5000)
    .meta({ description: 'States of tasks kept in memory for each partition.' }),
  CACHE_MAX_BYTES: integer(0, 1024 * 1024 * 1024)
    .default(32 * 1024 * 1024)
    .meta({ description: 'Rough size of the states kept in memory for each partition.' }),
  DEAD_LETTER_FLOOD_LIMIT: integer(0, 1000).default(200).meta({
    description: 'Dead letters among the last 1000 records of a partition that halt it; 0 for never.',
  }),
  NEEDS_INTERVAL_SECONDS: integer(1, 86_400).default(60).meta({
    description: 'Seconds between two counts of the tasks that want a person, for metrics.',
  }),
  RELAY_LEASE_MS: integer(1000, 600_000).default(6000).meta({
    description: 'How long the relay waits after its leader was last heard of, before another process leads.',
  }),
  UPDATE_MAX_BYTES: integer(16 * 1024, 64 * 1024 * 1024)
    .default(Number(TOPICS.updates.config['max.message.bytes']))
    .meta({ description: 'Largest record that TOPIC_UPDATES takes: its max.message.bytes.' }),
  ...PUBLIC_URL_VARIABLES,
  ...CALLBACK_VARIABLES,
  ...RETENTION_VARIABLES,
  ...VERIFYING_VARIABLES,
  ...TRACING_VARIABLES,
  ...serviceVariables(9091),
});

/** The same, with the rules over several variables. */
export const checkedConfigSchema = configSchema
  .refine(
    ({ ROLES, CALLBACK_KEYS }) => !ROLES.includes('callbacks') || CALLBACK_KEYS !== undefined,
    KEYS_MISSING,
  )
  .check(checkKafkaVariables, refuseKnownSecrets, refuseRareHeartbeats);

export type Config = z.output<typeof configSchema>;
