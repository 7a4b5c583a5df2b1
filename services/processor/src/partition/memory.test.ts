import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ProjectionStore } from '@taskfold/database';
import { sampleEvent } from '@taskfold/fold/testing';
import type { LogRecord } from '@taskfold/kafka';
import { expect, test } from 'vitest';
import { createStateCache } from '../chunk/state-cache.ts';
import { createFloodBreaker } from '../failures/flood-breaker.ts';
import { createPartitionFolder } from './partition-folder.ts';

const BATCH = 1000;
const MEGABYTE = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** A database that keeps the checkpoint, and of the rest nothing. */
function forgetfulStore(): ProjectionStore {
  let row = { nextOffset: 0, nextPosition: 0, writer: null as string | null };
  return {
    transaction: (work) =>
      work({
        lockCheckpoint: async () => row,
        loadStates: async () => new Map(),
        write: async () => {},
        async advanceCheckpoint(_partition, to) {
          row = to;
        },
      }),
  };
}

test('a hundred thousand tasks leave no more behind than thirty thousand', { timeout: 60_000 }, async () => {
  const folder = createPartitionFolder({
    partition: 0,
    context: {
      store: forgetfulStore(),
      cache: createStateCache({ maxEntries: 5000, maxBytes: 8 * MEGABYTE }),
      breaker: createFloodBreaker({ limit: 200, window: 1000 }),
      writer: 'this',
      decode: ({ offset }) => ({
        kind: 'event',
        event: sampleEvent('task.progressed', { message: 'm'.repeat(200) }, { taskId: `task_${offset}` }),
      }),
      commitOffset: async () => {},
    },
    limits: { maxRecords: 500, maxBytes: MEGABYTE },
    keeper: { ensure: async () => {} },
    readCheckpoint: async () => ({ kind: 'missing' }),
    logOffsets: async () => ({ low: 0, high: 0 }),
    seek: () => {},
    gate: { begins: () => {}, folded: () => {} },
    onChunk: () => {},
  });

  async function foldUpTo(end: number): Promise<number> {
    for (let from = folder.position().nextOffset; from < end; from += BATCH) {
      const records = Array.from({ length: BATCH }, (_none, index) => recordAt(from + index));
      await folder.fold(
        {
          topic: 'events',
          partition: 0,
          records,
          fetchOffset: from,
          nextOffset: from + BATCH,
          highWatermark: from + BATCH,
        },
        { isStale: () => false, heartbeat: async () => {}, signal: new AbortController().signal },
      );
    }
    collectGarbage();
    return process.memoryUsage().heapUsed;
  }

  const early = await foldUpTo(30_000);
  const late = await foldUpTo(100_000);
  expect(folder.position().nextOffset).toBe(100_000);
  expect(late - early).toBeLessThan(4 * MEGABYTE);
});

function recordAt(offset: number): LogRecord {
  const value = Buffer.from(`value ${offset}`);
  return {
    topic: 'events',
    partition: 0,
    offset,
    timestampMs: 1_764_000_000_000,
    key: null,
    value,
    headers: {},
  };
}
