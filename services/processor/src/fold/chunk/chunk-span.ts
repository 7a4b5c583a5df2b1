import type { Decoded } from '@taskfold/kafka';
import { isTraceparent, type Tracing } from '@taskfold/runtime';
import { producersOf } from '../../tracing/producers.ts';
import type { Chunk } from './chunk.ts';
import type { ChunkResult } from './chunk-result.ts';
import { countBy } from './count-by.ts';

/** The span of a chunk that is traced. */
export interface ChunkSpan {
  readonly traceId: string;
  /** What the chunk's changes carry on; null where the span is not sampled. */
  readonly traceparent: string | null;
  /** Links to the traces of those who published the chunk's events. */
  link(decoded: readonly { readonly decoded: Decoded }[]): void;
  ended(result: ChunkResult): void;
  failed(error: unknown): void;
}

/** Begins the span of a chunk: what was received from where. It names no task, no tenant and no content. */
export function beginChunkSpan(tracing: Tracing, topic: string, chunk: Chunk): ChunkSpan {
  const span = tracing.begin('fold chunk', {
    kind: 'consumer',
    attributes: {
      'messaging.system': 'kafka',
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'fold',
      'messaging.destination.name': topic,
      'messaging.destination.partition.id': String(chunk.partition),
      'messaging.batch.message_count': chunk.records.length,
      'messaging.kafka.offset': chunk.from,
    },
  });
  return {
    traceId: span.traceId,
    traceparent: span.traceparent,
    link(decoded) {
      if (span.traceparent !== null) span.link(producersOf(traceparentsOf(decoded)));
    },
    ended(result) {
      span.end({ attributes: attributesOf(result), error: FAILURES.get(result.kind) });
    },
    failed(error) {
      // The code alone: a message of the database may quote content.
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      span.end({ attributes: {}, error: typeof code === 'string' ? code : 'failed' });
    },
  };
}

const FAILURES: ReadonlyMap<ChunkResult['kind'], string> = new Map([
  ['gap', 'gap'],
  ['flood', 'flood'],
  ['no_checkpoint', 'no_checkpoint'],
]);

function attributesOf(result: ChunkResult): Record<string, string | number> {
  const attributes: Record<string, string | number> = { 'taskfold.chunk.result': result.kind };
  if (result.kind !== 'applied') return attributes;
  const { tasks, timeline, changes, deadLetters } = result.writes;
  attributes['taskfold.chunk.tasks'] = tasks.length;
  attributes['taskfold.chunk.changes'] = changes.length;
  attributes['taskfold.chunk.dead_letters'] = deadLetters.length;
  for (const [disposition, count] of countBy(timeline, (entry) => entry.disposition)) {
    attributes[`taskfold.chunk.disposition.${disposition}`] = count;
  }
  return attributes;
}

function* traceparentsOf(decoded: Parameters<ChunkSpan['link']>[0]): Generator<string> {
  for (const { decoded: outcome } of decoded) {
    if (outcome.kind === 'event' && isTraceparent(outcome.event.traceparent)) yield outcome.event.traceparent;
  }
}
