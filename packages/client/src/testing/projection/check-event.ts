import { isSystemEvent, type TaskEvent } from '@taskfold/contract';
import { parseEventLine, withMember } from '@taskfold/kafka';

/** The only tenant there is. */
export const TENANT = 'test';

/** The id of the only key. */
export const KEY_ID = 'key_test';

/** What an event of a request is, or why it is refused. */
export type CheckedEvent =
  | { readonly kind: 'event'; readonly event: TaskEvent }
  | {
      readonly kind: 'refused';
      readonly code: 'invalid_event' | 'tenant_mismatch' | 'forbidden';
      readonly message: string;
      readonly id: string | null;
      readonly source: string | null;
    };

/**
 * An event by the rules of the API and of the processor behind it.
 *
 * @param text a CloudEvent in structured mode: JSON
 */
export function checkEvent(text: string): CheckedEvent {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refused('invalid_event', 'The event is not an object.', {});
  const { tenantid } = value as { readonly tenantid?: unknown };
  const isOwn = tenantid === TENANT;
  if (!isOwn && tenantid !== undefined && tenantid !== null && tenantid !== '')
    return refused('tenant_mismatch', 'The tenant of the event is not that of the API key.', value);
  const parsed = parseEventLine(isOwn ? text : withMember(text, 'tenantid', JSON.stringify(TENANT)));
  if (parsed.kind === 'invalid') return refused('invalid_event', parsed.problems.join(' '), value);
  const { event } = parsed;
  const type = event.type === 'unknown' ? event.originalType : event.type;
  if (isSystemEvent({ type, source: event.source }))
    return refused('forbidden', 'Events of this type or source are published by the system alone.', value);
  const keyed = event.type === 'task.created' && event.apiKeyId === undefined;
  return { kind: 'event', event: keyed ? { ...event, apiKeyId: KEY_ID } : event };
}

function refused(
  code: Extract<CheckedEvent, { kind: 'refused' }>['code'],
  message: string,
  { id, source }: { readonly id?: unknown; readonly source?: unknown },
): CheckedEvent {
  return { kind: 'refused', code, message, id: textOrNull(id), source: textOrNull(source) };
}

const textOrNull = (value: unknown) => (typeof value === 'string' ? value.slice(0, 256) : null);

/**
 * An event of Taskfold itself.
 *
 * @throws Error where it is none
 */
export function systemEvent(attributes: {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly subject: string;
  readonly data: object;
}): TaskEvent {
  const parsed = parseEventLine(JSON.stringify({ specversion: '1.0', tenantid: TENANT, ...attributes }));
  if (parsed.kind === 'invalid') throw new Error(`an event of our own: ${parsed.problems.join(' ')}`);
  return parsed.event;
}
