import type { Logger } from '@taskfold/runtime';
import type { Chunk } from './chunk.ts';
import type { ChunkResult } from './chunk-result.ts';
import { countBy } from './count-by.ts';

/** One wide line per chunk: where in the log, what became of its events, how long it took. */
export function logChunk(
  logger: Logger,
  chunk: Chunk,
  result: ChunkResult,
  elapsedMs: number,
  traceId?: string | undefined,
): void {
  const line = {
    partition: chunk.partition,
    from: chunk.from,
    next_offset: 'nextOffset' in result ? result.nextOffset : chunk.from,
    records: chunk.records.length,
    result: result.kind,
    ms: Math.round(elapsedMs * 100) / 100,
    trace_id: traceId,
  };
  if (result.kind === 'applied') {
    const { tasks, timeline, changes, deadLetters, rekeyed } = result.writes;
    const dispositions = Object.fromEntries(countBy(timeline, ({ disposition }) => disposition));
    const counts = { tasks: tasks.length, changes: changes.length, dead_letters: deadLetters.length };
    const moved = rekeyed.length === 0 ? {} : { rekeyed: rekeyed.length };
    logger.info({ ...line, ...counts, ...moved, ...dispositions }, 'chunk');
    for (const { record, code, message } of deadLetters) {
      logger.warn(
        { partition: record.partition, offset: record.offset, code, reason: message },
        'dead letter',
      );
    }
  } else if (result.kind === 'nothing_new') {
    logger.debug(line, 'chunk');
  } else {
    logger.warn(line, 'chunk');
  }
}
