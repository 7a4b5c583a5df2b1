import {
  type EventType,
  IDENTIFIER,
  isSystemEvent,
  MAX_EVENT_BYTES,
  type Scope,
  type TaskEvent,
} from '@taskfold/contract';
import { type OutgoingRecord, parseEventLine, withMember } from '@taskfold/kafka';
import type { Caller } from '../../context/caller.ts';

/** One event of a request: the record that carries it, or why it is refused. */
export type CheckedEvent =
  | { readonly kind: 'record'; readonly record: OutgoingRecord; readonly event: TaskEvent }
  | {
      readonly kind: 'refused';
      readonly code: RefusalCode;
      readonly message: string;
      readonly name: EventName;
    };

type RefusalCode = 'invalid_event' | 'tenant_mismatch' | 'forbidden';

/** What a refused event calls itself, as far as it can be read. */
interface EventName {
  readonly id: string | null;
  readonly source: string | null;
}

const NEEDED_SCOPES: Partial<Record<EventType | 'unknown', Scope>> = {
  'task.charged': 'billing:write',
  'task.refunded': 'billing:write',
  'task.billing_settled': 'billing:write',
  'task.erased': 'admin',
};

/**
 * Checks an event by the rules that the processor reads records by, and that the caller may publish it. An event without a
 * tenant gets the caller's, one without a trace the request's, and a creation that names no API key that of the caller: one
 * that names another is believed, because a gateway publishes for its own callers, and no right comes with it. The text is
 * otherwise left as it was sent.
 *
 * @param text a CloudEvent in structured mode
 * @param traceparent of the request, where it has one
 */
export function checkEvent(
  text: string,
  caller: Pick<Caller, 'keyId' | 'tenantId' | 'scopes'>,
  traceparent: string | null = null,
): CheckedEvent {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refused('invalid_event', 'The event is not an object.', {});
  }
  const {
    tenantid,
    traceparent: own,
    type: named,
    apikeyid,
  } = value as Readonly<Partial<Record<'tenantid' | 'traceparent' | 'type' | 'apikeyid', unknown>>>;
  const isOwn = tenantid === caller.tenantId;
  if (!isOwn && tenantid !== undefined && tenantid !== null && tenantid !== '') {
    return refused('tenant_mismatch', 'The tenant of the event is not that of the API key.', value);
  }
  const owned = isOwn ? text : withMember(text, 'tenantid', JSON.stringify(caller.tenantId));
  const follows = traceparent !== null && (own === undefined || own === null);
  const traced = follows ? withOptional(owned, 'traceparent', traceparent) : owned;
  const keyed = named === 'task.created' && !isIdentifier(apikeyid);
  const whole = keyed ? withOptional(traced, 'apikeyid', caller.keyId) : traced;
  const parsed = parseEventLine(whole);
  if (parsed.kind === 'invalid') return refused('invalid_event', parsed.problems.join(' '), value);
  const { event, record } = parsed;
  const type = event.type === 'unknown' ? event.originalType : event.type;
  if (isSystemEvent({ type, source: event.source })) {
    return refused('forbidden', 'Events of this type or source are published by the system alone.', value);
  }
  const scope = NEEDED_SCOPES[event.type];
  if (scope !== undefined && !caller.scopes.has(scope)) {
    return refused('forbidden', `Events of this type need the scope ${scope}.`, value);
  }
  return { kind: 'record', record, event };
}

/** An event must not become too large by it. */
function withOptional(text: string, name: string, value: string): string {
  const longer = withMember(text, name, JSON.stringify(value));
  return Buffer.byteLength(longer) <= MAX_EVENT_BYTES ? longer : text;
}

function isIdentifier(value: unknown): boolean {
  return typeof value === 'string' && IDENTIFIER.test(value);
}

function refused(
  code: RefusalCode,
  message: string,
  value: { readonly id?: unknown; readonly source?: unknown },
): CheckedEvent {
  return { kind: 'refused', code, message, name: { id: shown(value.id), source: shown(value.source) } };
}

function shown(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, 256) : null;
}
