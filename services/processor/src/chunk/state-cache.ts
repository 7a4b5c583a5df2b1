import type { ChunkCheckpoint } from '@taskfold/database';
import type { TaskState } from '@taskfold/fold';

export interface CacheLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

export interface StateCache {
  /** Forgets everything unless the row is the one this process wrote when it last called {@link StateCache.store}. */
  validate(checkpoint: ChunkCheckpoint): void;
  get(key: string): TaskState | undefined;
  /** Only after COMMIT. */
  store(states: ReadonlyMap<string, TaskState>, written: ChunkCheckpoint): void;
  clear(): void;
  readonly size: number;
}

/** States of one partition's tasks, least recently used first out. Bytes are an estimate from the large texts. */
export function createStateCache({ maxEntries, maxBytes }: CacheLimits): StateCache {
  const entries = new Map<string, { readonly state: TaskState; readonly bytes: number }>();
  let written: ChunkCheckpoint | null = null;
  let bytes = 0;

  function clear() {
    entries.clear();
    bytes = 0;
    written = null;
  }

  function remove(key: string) {
    bytes -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  }

  return {
    validate(row) {
      if (row.nextOffset !== written?.nextOffset || row.writer !== written.writer) clear();
    },
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.state;
    },
    store(states, checkpoint) {
      written = checkpoint;
      for (const [key, state] of states) {
        remove(key);
        const size = estimateBytes(state);
        entries.set(key, { state, bytes: size });
        bytes += size;
      }
      for (const key of entries.keys()) {
        if (entries.size <= maxEntries && bytes <= maxBytes) break;
        remove(key);
      }
    },
    clear,
    get size() {
      return entries.size;
    },
  };
}

function estimateBytes(state: TaskState): number {
  const items = state.stages.length + state.warnings.length + state.usage.length + state.ledger.length;
  const texts = (state.creation?.input?.length ?? 0) + (state.output?.text?.length ?? 0);
  return 1024 + 256 * items + 2 * texts;
}
