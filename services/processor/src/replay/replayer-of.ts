import type { MonthKeeper } from '@taskfold/database';
import { decodeRecord, type KafkaClient } from '@taskfold/kafka';
import { contained } from '../fold/failures/contain.ts';
import type { ReplayConfig } from './config.ts';
import { createReplayer, type Offsets, type Replayer, type ReplayerOptions } from './replayer.ts';

export interface ReplayOf {
  readonly kafka: KafkaClient;
  readonly topic: string;
  readonly groupId: string;
  readonly partitionCount: number;
  readonly keeper: MonthKeeper;
  readonly skipped: ReplayerOptions['skipped'];
  readonly offsets: Offsets;
  readonly signal: AbortSignal;
}

/** Folds a topic as the processor of these settings does. */
export function replayerOf(config: ReplayConfig, { partitionCount, ...of }: ReplayOf): Replayer {
  const { PARTITIONER: partitioner } = config;
  return createReplayer({
    ...of,
    concurrency: config.PARTITIONS_AT_ONCE,
    limits: { maxRecords: config.CHUNK_MAX_RECORDS, maxBytes: config.CHUNK_MAX_BYTES },
    cache: { maxEntries: config.CACHE_MAX_ENTRIES, maxBytes: config.CACHE_MAX_BYTES },
    decode: contained((record) => decodeRecord(record, { partitionCount, partitioner })),
  });
}
