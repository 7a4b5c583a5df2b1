import { OPERATIONS } from '@taskfold/contract';
import type { LogPosition } from '@taskfold/kafka';
import { callerOf } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';
import type { EventPublisher } from '../../events/publisher.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { type CheckedEvent, checkEvent } from './check-event.ts';
import { readEvents, takesEvents } from './read-events.ts';

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/**
 * `POST /v1/events`: CloudEvents over HTTP, for producers without a Kafka client. What is accepted is in the log for good;
 * of a batch, each event is accepted or refused by itself.
 */
export function postEvents(publisher: EventPublisher): Route {
  return routeOf(
    OPERATIONS.postEvents,
    async (request, context): Promise<Reply> => {
      const caller = callerOf(context);
      const { mode, texts } = readEvents(request, request.body);
      const checked = texts.map((text) => checkEvent(text, caller, context.traceparent));
      const [only] = checked;
      if (mode === 'single' && only?.kind === 'refused') throw asError(only);
      const accepted = checked.filter((event) => event.kind === 'record');
      const positions = await publisher.publish(accepted.map(({ record }) => record));
      const placed = new Map(accepted.map((event, index) => [event, positions[index]]));
      const data = checked.map((event) => receiptOf(event, placed));
      const body = JSON.stringify({ object: 'list', data });
      return { status: 202, headers: ['Cache-Control', 'no-store'], body };
    },
    { maxBytes: MAX_BODY_BYTES, takes: takesEvents },
  );
}

function receiptOf(event: CheckedEvent, placed: ReadonlyMap<CheckedEvent, LogPosition | undefined>) {
  if (event.kind === 'refused') {
    const { code, message, name } = event;
    return { object: 'event_receipt', ...name, status: 'refused', position: null, error: { code, message } };
  }
  const { id, source } = event.event;
  const position = placed.get(event);
  return {
    object: 'event_receipt',
    id,
    source,
    status: 'accepted',
    position: position === undefined ? null : `${position.partition}:${position.offset}`,
    error: null,
  };
}

function asError({ code, message }: Extract<CheckedEvent, { kind: 'refused' }>): ApiError {
  if (code === 'forbidden') return new ApiError('forbidden', { message });
  const path = code === 'tenant_mismatch' ? ['tenantid'] : [];
  return invalidRequest([{ path, message }]);
}
