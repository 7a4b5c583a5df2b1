import {
  deadLetterPath,
  getDeadLetterQuery,
  type Instant,
  type ListDeadLettersQuery,
  listDeadLettersQuery,
  OPERATOR_OPERATIONS,
} from '@taskfold/contract';
import {
  type DeadLetter,
  type DeadLetterCursor,
  type DeadLetterFilters,
  type DeadLetterPage,
  type DeadLetterPosition,
  letterShown,
  recordShown,
  summaryShown,
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
