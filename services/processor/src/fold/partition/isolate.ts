import type { Decoded, LogRecord } from '@taskfold/kafka';
import { isSqlState } from '@taskfold/runtime';
import type { Chunk } from '../chunk/chunk.ts';
import { rejectionOf, taskIdInKey } from '../failures/contain.ts';

export interface Part {
  readonly chunk: Chunk;
  /** How the part's records are to be read; null as any other. */
  readonly decode: ((record: LogRecord) => Decoded) | null;
}

/**
 * Narrows a chunk down to the record whose content the database refuses, or which no rows can be made of: two halves to be tried one after the other, or,
 * of a single record, a dead letter. Chunking changes nothing about the fold, so each part is a transaction of its own.
 *
 * @param error that the chunk failed with
 */
export function isolate(chunk: Chunk, error: unknown): Part[] {
  const { partition, from, records, nextOffset } = chunk;
  const middle = records.length >> 1;
  const boundary = records[middle]?.offset;
  if (middle === 0 || boundary === undefined) return [{ chunk, decode: refused(error) }];
  return [
    { chunk: { partition, from, records: records.slice(0, middle), nextOffset: boundary }, decode: null },
    { chunk: { partition, from: boundary, records: records.slice(middle), nextOffset }, decode: null },
  ];
}

function refused(error: unknown): (record: LogRecord) => Decoded {
  // The database's message may quote the content, its code does not.
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = `PostgreSQL refuses what the event brings (SQLSTATE ${code}).`;
  const rejected = isSqlState(code)
    ? ({ kind: 'rejected', code: 'unstorable', message, tenantId: null, taskId: null } as const)
    : ({ kind: 'rejected', ...rejectionOf(null, error) } as const);
  // The key at least says which task it is of, so that it goes when that is erased.
  return (record) => ({ ...rejected, taskId: taskIdInKey(record) });
}
