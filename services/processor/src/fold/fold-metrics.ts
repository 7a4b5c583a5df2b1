import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Chunk } from './chunk/chunk.ts';
import type { ChunkResult } from './chunk/chunk-result.ts';
import { countBy } from './chunk/count-by.ts';
import type { HaltReason } from './failures/halt.ts';
import { ledgerMetrics } from './ledger-metrics.ts';
import type { PartitionProgress } from './partition/partition-folder.ts';

const CHUNK_SECONDS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
const CHUNK_RECORDS = [1, 10, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];

export interface FoldMetrics {
  chunk(chunk: Chunk, result: ChunkResult, elapsedMs: number): void;
  retried(partition: number): void;
  halted(partition: number, reason: HaltReason): void;
  assigned(partitions: readonly number[]): void;
}

/** Positions are read whenever metrics are asked for. Labels are partitions and codes of this program, never a tenant. */
export function foldMetrics(
  registry: Registry,
  reached: () => Iterable<readonly [partition: number, progress: PartitionProgress]>,
): FoldMetrics {
  const registers = [registry];
  const events = new Counter({
    name: 'taskfold_events_total',
    help: 'Events folded, by what became of them.',
    labelNames: ['disposition'],
    registers,
  });
  const deadLetters = new Counter({
    name: 'taskfold_dead_letters_total',
    help: 'Records stored as dead letters, by why they can never fold.',
    labelNames: ['code'],
    registers,
  });
  const ledger = ledgerMetrics(registry);
  const chunks = new Counter({
    name: 'taskfold_chunks_total',
    help: 'Chunks that were tried, by how they ended. `fenced`: another process has folded them.',
    labelNames: ['result'],
    registers,
  });
  const seconds = new Histogram({
    name: 'taskfold_chunk_duration_seconds',
    help: 'Time from the lock of the checkpoint to the commit of a chunk that was written.',
    buckets: CHUNK_SECONDS,
    registers,
  });
  const records = new Histogram({
    name: 'taskfold_chunk_records',
    help: 'Records of a chunk that was written.',
    buckets: CHUNK_RECORDS,
    registers,
  });
  const retries = new Counter({
    name: 'taskfold_partition_retries_total',
    help: 'Times that a partition was paused because the database or the broker failed, to go on by itself.',
    labelNames: ['partition'],
    registers,
  });
  const halts = new Gauge({
    name: 'taskfold_partition_halted',
    help: '1 for a partition that does not go on before a person has acted; its log line says why and how.',
    labelNames: ['partition', 'reason'],
    registers,
  });
  const rebalances = new Counter({
    name: 'taskfold_rebalances_total',
    help: 'Times that partitions were assigned to this process.',
    registers,
  });
  new Gauge({
    name: 'taskfold_partition_lag_records',
    help: 'Records of a partition that are not folded yet.',
    labelNames: ['partition'],
    registers,
    collect() {
      this.reset();
      for (const [partition, { highWatermark, nextOffset }] of reached()) {
        this.set({ partition }, Math.max(0, highWatermark - nextOffset));
      }
    },
  });
  return {
    chunk(chunk, result, elapsedMs) {
      chunks.inc({ result: result.kind });
      if (result.kind !== 'applied') return;
      seconds.observe(elapsedMs / 1000);
      records.observe(chunk.records.length);
      for (const [disposition, count] of countBy(result.writes.timeline, (entry) => entry.disposition)) {
        events.inc({ disposition }, count);
      }
      for (const [code, count] of countBy(result.writes.deadLetters, (entry) => entry.code)) {
        deadLetters.inc({ code }, count);
      }
      ledger.added(result.writes.records);
    },
    retried: (partition) => retries.inc({ partition }),
    halted: (partition, reason) => halts.set({ partition, reason }, 1),
    assigned: () => rebalances.inc(),
  };
}
