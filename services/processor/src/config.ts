import { TOPICS } from '@taskfold/contract';
import { z } from 'zod';

const integer = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** What the processor reads from its environment. */
export const configSchema = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .meta({ description: 'PostgreSQL, as postgresql://user:password@host:port/database.', secret: true }),
  DATABASE_ROLE: z.enum(['taskfold_processor', 'none']).default('taskfold_processor').meta({
    description: 'Role that connections take on; `none` for all that the user of DATABASE_URL may do.',
  }),
  DATABASE_POOL_MAX: integer(2, 200).default(6).meta({ description: 'Connections to PostgreSQL at most.' }),
  KAFKA_BROKERS: z.string().min(1).meta({ description: 'Kafka, as host:port,host:port.' }),
  KAFKA_GROUP_ID: z
    .string()
    .min(1)
    .default('taskfold-processor')
    .meta({ description: 'Consumer group that shares the partitions out among processors.' }),
  TOPIC_EVENTS: z
    .string()
    .min(1)
    .default(TOPICS.events.name)
    .meta({ description: 'Topic that task events are read from.' }),
  TOPIC_DEAD: z
    .string()
    .min(1)
    .default(TOPICS.dead.name)
    .meta({ description: 'Topic that records which can never fold are published to.' }),
  PARTITIONER: z.enum(['murmur2', 'consistent_random']).default('murmur2').meta({
    description:
      'How producers choose a partition from a key: murmur2 as Java does, or the default of librdkafka.',
  }),
  PROJECTION: z
    .string()
    .regex(/^[a-z0-9_]{1,32}$/)
    .default('main')
    .meta({ description: 'Name that the checkpoints of this projection are kept under.' }),
  PARTITIONS_AT_ONCE: integer(1, 32)
    .default(3)
    .meta({ description: 'Partitions that are folded at the same time; fewer than DATABASE_POOL_MAX.' }),
  CHUNK_MAX_RECORDS: integer(1, 10_000)
    .default(1000)
    .meta({ description: 'Records of one transaction at most.' }),
  CHUNK_MAX_BYTES: integer(1024, 64 * 1024 * 1024)
    .default(1024 * 1024)
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
  HOST: z.string().min(1).default('0.0.0.0').meta({ description: 'Address that the admin port listens on.' }),
  ADMIN_PORT: integer(0, 65_535)
    .default(9091)
    .meta({ description: 'Port of health checks and metrics; 0 takes a free one.' }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .meta({ description: 'Least level that is logged.' }),
});

export type Config = z.output<typeof configSchema>;
