import { checkKafkaVariables, KAFKA_VARIABLES } from '@taskfold/kafka';
import type { z } from 'zod';
import { configSchema } from '../config.ts';

/** What replays read from their environment: the processor's own settings, as far as they matter. */
export const replayConfigSchema = configSchema
  .pick({
    DATABASE_URL: true,
    DATABASE_DIRECT_URL: true,
    DATABASE_NAMED_STATEMENTS: true,
    DATABASE_ROLE: true,
    KAFKA_GROUP_ID: true,
    TOPIC_EVENTS: true,
    PARTITIONER: true,
    PROJECTION: true,
    PARTITIONS_AT_ONCE: true,
    CHUNK_MAX_RECORDS: true,
    CHUNK_MAX_BYTES: true,
    CACHE_MAX_ENTRIES: true,
    CACHE_MAX_BYTES: true,
  })
  .extend(KAFKA_VARIABLES)
  .check(checkKafkaVariables);

export type ReplayConfig = z.output<typeof replayConfigSchema>;
