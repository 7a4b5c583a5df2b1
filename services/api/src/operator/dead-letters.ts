import {
  DEAD_LETTER_CODES,
  type DeadLetterCode,
  type Instant,
  isInstant,
  toWireTime,
  toWireTimeOrNull,
} from '@taskfold/contract';
import {
  DEAD_LETTER_STATUSES,
  type DeadLetter,
  type DeadLetterCursor,
  type DeadLetterFilters,
  type DeadLetterPage,
  type DeadLetterPosition,
  type DeadLetterSummary,
} from '@taskfold/dead-letters';
import { z } from 'zod';
import { ApiError } from '../errors/api-error.ts';
import { invalidRequest } from '../errors/invalid-request.ts';
import { OperatorError } from './operator-error.ts';
import { type OperatorRoute, type RoutedRequest, readParameters } from './operator-route.ts';

export interface DeadLetterReader {
  list(
    filters: DeadLetterFilters,
    page: { readonly limit: number; readonly after: DeadLetterCursor | null },
  ): Promise<DeadLetterPage>;
  /** Null where there is none. */
  show(position: DeadLetterPosition): Promise<DeadLetter | null>;
}

const wholeNumber = z.coerce.number().int().min(0);
const codes = Object.keys(DEAD_LETTER_CODES) as [DeadLetterCode, ...DeadLetterCode[]];
const listParameters = z.strictObject({
  status: z.enum(DEAD_LETTER_STATUSES).optional(),
  code: z.enum(codes).optional(),
  topic: z.string().min(1).max(249).optional(),
  partition: wholeNumber.max(2_147_483_647).optional(),
  tenant_id: z.string().min(1).max(256).optional(),
  task_id: z.string().min(1).max(256).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(1024).optional(),
});
const showParameters = z.strictObject({ include: z.enum(['payload']).optional() });

/** The path of one dead letter. */
export const DEAD_LETTER = '/operator/dead-letters/{topic}/{partition}/{offset}';

/**
 * `GET /operator/dead-letters`: records that can never fold, those stored last first, without their bytes.
 * `GET /operator/dead-letters/{topic}/{partition}/{offset}`: one of them and what was done to it; its key, value and headers
 * with `include=payload` alone, for they are a tenant's.
 */
export function deadLetterRoutes({ list, show }: DeadLetterReader): OperatorRoute[] {
  return [
    {
      method: 'GET',
      template: '/operator/dead-letters',
      async handle({ query }) {
        const { limit, cursor, tenant_id, task_id, ...named } = readParameters(listParameters, query);
        const filters = { ...named, tenantId: tenant_id, taskId: task_id };
        const after = cursor === undefined ? null : openCursor(cursor);
        const { deadLetters, next } = await list(filters, { limit, after });
        const body = {
          object: 'list',
          data: deadLetters.map(summaryShown),
          next_cursor: next === null ? null : sealCursor(next),
          has_more: next !== null,
        };
        return { status: 200, body };
      },
    },
    {
      method: 'GET',
      template: DEAD_LETTER,
      async handle({ params, query }) {
        const { include } = readParameters(showParameters, query);
        const letter = await show(positionOf(params));
        if (letter === null) throw new OperatorError('dead_letter_not_found');
        const record = include === 'payload' ? { record: recordShown(letter) } : {};
        return { status: 200, body: { ...letterShown(letter), ...record } };
      },
    },
  ];
}

/** @throws ApiError `invalid_request` where partition or offset is no number */
export function positionOf({ topic = '', partition, offset }: RoutedRequest['params']): DeadLetterPosition {
  const problems = Object.entries({ partition, offset }).flatMap(([name, text = '']) =>
    /^\d{1,15}$/.test(text) ? [] : [{ path: [name], message: 'must be a whole number' }],
  );
  if (Number(partition) > 2_147_483_647) problems.push({ path: ['partition'], message: 'is too large' });
  if (problems.length > 0) throw invalidRequest(problems);
  return { topic, partition: Number(partition), offset: Number(offset) };
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

const cursorContent = z.tuple([
  z.string().refine(isInstant),
  z.string(),
  z.int().min(0).max(2_147_483_647),
  z.int().min(0),
]);

function sealCursor({ storedAt, topic, partition, offset }: DeadLetterCursor): string {
  return Buffer.from(JSON.stringify([storedAt, topic, partition, offset])).toString('base64url');
}

function openCursor(text: string): DeadLetterCursor {
  try {
    const content: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    const [storedAt, topic, partition, offset] = cursorContent.parse(content);
    return { storedAt: storedAt as Instant, topic, partition, offset };
  } catch (cause) {
    throw new ApiError('invalid_cursor', { cause });
  }
}
