import type { ProjectionStore } from '@taskfold/database';
import {
  decodeRecord,
  encodeStructured,
  type LogRecord,
  type OutgoingEvent,
  partitionOf,
} from '@taskfold/kafka';
import type { ChunkResult } from '../../src/fold/chunk/chunk-result.ts';
import { processChunk } from '../../src/fold/chunk/process-chunk.ts';
import { createStateCache } from '../../src/fold/chunk/state-cache.ts';
import { createFloodBreaker } from '../../src/fold/failures/flood-breaker.ts';

export const PARTITIONS = 3;

/** Tasks of partition 0, one for each offset of its log. */
export function taskOf(offset: number): string {
  for (let number = 0, found = -1; ; number++) {
    if (partitionOf(Buffer.from(`task_${number}`), PARTITIONS, 'murmur2') === 0) found++;
    if (found === offset) return `task_${number}`;
  }
}

/** Folds chunks of partition 0 as a process does, with a cache and a token of its own. */
export function createChunkProcessor(tenantId: string, store: ProjectionStore) {
  const writer = crypto.randomUUID();
  const cache = createStateCache({ maxEntries: 100, maxBytes: 1_000_000 });
  const breaker = createFloodBreaker({ limit: 0, window: 1 });

  return {
    /** The record that creates the task of this offset. */
    record(offset: number, id = `event_${offset}`): LogRecord {
      const event: OutgoingEvent = {
        id,
        source: '/gateway',
        type: 'task.created',
        time: '2026-11-24T10:00:00.000Z',
        subject: taskOf(offset),
        tenantid: tenantId,
        data: { capability: 'image.generate', model: 'm', input: {} },
      };
      const { key, value, headers } = encodeStructured(event);
      return {
        topic: 'task.events',
        partition: 0,
        offset,
        timestampMs: Date.UTC(2026, 10, 24, 12) + offset,
        key,
        value,
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, text]) => [name, Buffer.from(text ?? '')]),
        ),
      };
    },
    fold(records: readonly LogRecord[]): Promise<ChunkResult> {
      const from = records[0]?.offset ?? 0;
      return processChunk(
        { partition: 0, from, records, nextOffset: from + records.length },
        {
          store,
          cache,
          breaker,
          writer,
          decode: (record) =>
            decodeRecord(record, {
              partitionCount: PARTITIONS,
              partitioner: 'murmur2',
              misplaced: 'dead_letter',
              signing: null,
            }),
          commitOffset: () => {},
        },
      );
    },
    /** The tasks of these records that are stored, in the order of the log. */
    async stored(records: readonly LogRecord[]): Promise<string[]> {
      const { states } = await store.transaction(async (transaction) => ({
        kind: 'looked',
        states: (
          await transaction.loadStates(
            0,
            records.map(({ offset }) => `${tenantId}/${taskOf(offset)}`),
          )
        ).states,
      }));
      return records.map(({ offset }) => taskOf(offset)).filter((task) => states.has(`${tenantId}/${task}`));
    },
  };
}
