import { toWireTime, toWireTimeOrNull } from '@taskfold/contract';
import type { DeadLetterSummary } from './store/dead-letter.ts';
import type { DeadLetter } from './store/read-dead-letter.ts';

/** A dead letter with what was done to it, without its bytes, as JSON has it over HTTP and on the command line. */
export function letterShown(letter: DeadLetter) {
  const audit = letter.audit.map(({ occurredAt, actor, action, details }) => ({
    occurred_at: toWireTime(occurredAt),
    actor,
    action,
    details,
  }));
  return { ...summaryShown(letter), audit };
}

/** The same without what was done. */
export function summaryShown(letter: DeadLetterSummary) {
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

/** Its bytes, in Base64. */
export function recordShown({ record: { key, value, headers } }: DeadLetter) {
  const base64 = (bytes: Buffer | null) => bytes?.toString('base64') ?? null;
  return {
    key_base64: base64(key),
    value_base64: base64(value),
    headers_base64: Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, base64(bytes)])),
  };
}
