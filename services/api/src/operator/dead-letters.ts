import {
  deadLetterPath,
  getDeadLetterQuery,
  type Instant,
  type ListDeadLettersQuery,
  listDeadLettersQuery,
  OPERATOR_OPERATIONS,
  toWireTime,
  toWireTimeOrNull,
} from '@taskfold/contract';
import type {
  DeadLetter,
  DeadLetterCursor,
  DeadLetterFilters,
  DeadLetterPage,
  DeadLetterPosition,
  DeadLetterSummary,
} from '@taskfold/dead-letters';
import type { SignedCursors } from '../cursors/signed-cursors.ts';
import { ApiError } from '../errors/api-error.ts';
import type { Route } from '../http/route.ts';
import { readQuery } from '../query/read-query.ts';
import { operatorRoute, readPath } from './operator-route.ts';

export interface DeadLetterReader {
  list(
    filters: DeadLetterFilters,
    page: { readonly limit: number; readonly after: DeadLetterCursor | null },
  ): Promise<DeadLetterPage>;
  /** Null where there is none. */
  show(position: DeadLetterPosition): Promise<DeadLetter | null>;
}

/**
 * `GET /operator/dead-letters`: records that can never fold, those stored last first, without their bytes.
 * `GET /operator/dead-letters/{topic}/{partition}/{offset}`: one of them and what was done to it; its key, value and headers
 * with `include=payload` alone, for they are a tenant's.
 */
export function deadLetterRoutes({ list, show }: DeadLetterReader, cursors: SignedCursors): Route[] {
  return [
    operatorRoute(OPERATOR_OPERATIONS.listDeadLetters, async ({ url }) => {
      const query = readQuery(listDeadLettersQuery, url);
      const { limit, cursor, tenant_id: tenantId, task_id: taskId, ...named } = query;
      const after = cursor === undefined ? null : placeOf(cursors.open(bindingOf(query), cursor));
      const { deadLetters, next } = await list({ ...named, tenantId, taskId }, { limit, after });
      return {
        object: 'list',
        data: deadLetters.map(summaryShown),
        next_cursor: next === null ? null : cursors.seal(bindingOf(query), payloadOf(next)),
        has_more: next !== null,
      };
    }),
    operatorRoute(OPERATOR_OPERATIONS.getDeadLetter, async (request) => {
      const { include } = readQuery(getDeadLetterQuery, request.url);
      const letter = await show(readPath(deadLetterPath, request));
      if (letter === null) throw new ApiError('dead_letter_not_found');
      return { ...letterShown(letter), ...(include === 'payload' ? { record: recordShown(letter) } : {}) };
    }),
  ];
}

/** A dead letter with what was done to it, without its bytes. */
export function letterShown(letter: DeadLetter) {
  const audit = letter.audit.map(({ occurredAt, actor, action, details }) => ({
    occurred_at: toWireTime(occurredAt),
    actor,
    action,
    details,
  }));
  return { ...summaryShown(letter), audit };
}

function summaryShown(letter: DeadLetterSummary) {
  const { topic, partition, offset } = letter;
  return {
    object: 'dead_letter',
    id: `${topic}/${partition}/${offset}`,
    topic,
    partition,
    offset,
    status: letter.status,
    code: letter.code,
    message: letter.message,
    tenant_id: letter.tenantId,
    task_id: letter.taskId,
    record_time: toWireTimeOrNull(letter.recordTime),
    stored_at: toWireTimeOrNull(letter.storedAt),
    published_at: toWireTimeOrNull(letter.publishedAt),
    pruned_at: toWireTimeOrNull(letter.prunedAt),
  };
}

function recordShown({ record: { key, value, headers } }: DeadLetter) {
  const base64 = (bytes: Buffer | null) => bytes?.toString('base64') ?? null;
  return {
    key_base64: base64(key),
    value_base64: base64(value),
    headers_base64: Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, base64(bytes)])),
  };
}

/** What pages of one list have in common: the filters. */
function bindingOf({ limit: _limit, cursor: _cursor, ...filters }: ListDeadLettersQuery): string[] {
  return ['dead-letters', ...Object.entries(filters).flat().map(String)];
}

function payloadOf({ storedAt, topic, partition, offset }: DeadLetterCursor): string {
  return JSON.stringify([storedAt, topic, partition, offset]);
}

/** @throws ApiError `invalid_cursor` for one that was not made here, or for other filters */
function placeOf(payload: string | null): DeadLetterCursor {
  if (payload === null) throw new ApiError('invalid_cursor', { param: '/cursor' });
  const [storedAt, topic, partition, offset] = JSON.parse(payload) as [Instant, string, number, number];
  return { storedAt, topic, partition, offset };
}
