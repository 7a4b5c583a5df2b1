import type { JsonValue } from '@taskfold/contract';
import type { ChunkCheckpoint } from '@taskfold/database';
import type { TaskState } from '@taskfold/fold';
import { LRUCache } from 'lru-cache';

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

/** States of one partition's tasks, least recently used first out. Bytes are an estimate from the texts that may be long. */
export function createStateCache({ maxEntries, maxBytes }: CacheLimits): StateCache {
  // Without `max`, which would take memory for as many entries at once.
  const entries = new LRUCache<string, TaskState>({
    maxSize: Math.max(1, maxBytes),
    sizeCalculation: estimateBytes,
  });
  let written: ChunkCheckpoint | null = null;

  function clear() {
    entries.clear();
    written = null;
  }

  return {
    validate(row) {
      if (row.nextOffset !== written?.nextOffset || row.writer !== written.writer) clear();
    },
    get: (key) => entries.get(key),
    store(states, checkpoint) {
      written = checkpoint;
      for (const [key, state] of states) entries.set(key, state);
      while (entries.size > maxEntries) entries.pop();
    },
    clear,
    get size() {
      return entries.size;
    },
  };
}

/** Of the texts that may be long; what is short counts as a part of each item. */
function estimateBytes({ creation, output, end, stages, warnings, usage }: TaskState): number {
  const lines = usage?.shown ?? [];
  let characters = (creation?.input?.length ?? 0) + (output?.text?.length ?? 0);
  for (const { message, field } of warnings) characters += message.length + (field?.length ?? 0);
  for (const { key, meter, unit } of lines) {
    characters += key.source.length + key.id.length + meter.length + unit.length;
  }
  for (const value of Object.values(creation?.metadata ?? NO_METADATA)) characters += 64 + value.length;
  if (end?.error) characters += end.error.message.length + jsonLength(end.error.details);
  return 1024 + 256 * (stages.length + warnings.length + lines.length) + 2 * characters;
}

const NO_METADATA: Readonly<Record<string, string>> = {};

function jsonLength(details: JsonValue): number {
  return details === null ? 0 : JSON.stringify(details).length;
}
