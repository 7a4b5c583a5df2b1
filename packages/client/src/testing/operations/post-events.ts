import { arrayItems, isJsonType, mediaTypeOf } from '@taskfold/kafka';
import { ErrorAnswer, invalidRequest } from '../http/error-answer.ts';
import type { Exchange, Handler } from '../http/exchange.ts';
import { uncached } from '../http/pages.ts';
import { parseJson } from '../http/read-request.ts';
import { type CheckedEvent, checkEvent } from '../projection/check-event.ts';
import { PARTITION, type Projection } from '../projection/projection.ts';

const MAX_EVENTS = 500;

/** `POST /v1/events`: one CloudEvent in structured mode, or a batch of them. Binary mode is not read. */
export function postEvents(projection: Projection): Handler {
  return (exchange) => {
    const { isBatch, texts } = readEvents(exchange);
    const checked = texts.map(checkEvent);
    const [only] = checked;
    if (!isBatch && only?.kind === 'refused') throw asError(only);
    const data = checked.map((event) => receiptOf(event, projection));
    return uncached(JSON.stringify({ object: 'list', data }), 202);
  };
}

/** Writes the event, where it is one, and says what became of it. */
export function receiptOf(checked: CheckedEvent, projection: Projection) {
  const object = 'event_receipt' as const;
  if (checked.kind === 'refused') {
    const { id, source, code, message } = checked;
    return { object, id, source, status: 'refused' as const, position: null, error: { code, message } };
  }
  const { id, source } = checked.event;
  const position = `${PARTITION}:${projection.append(checked.event)}`;
  return { object, id, source, status: 'accepted' as const, position, error: null };
}

function readEvents({ headers, body }: Exchange): {
  readonly isBatch: boolean;
  readonly texts: readonly string[];
} {
  const contentType = headers['content-type'] ?? null;
  const type = mediaTypeOf(contentType);
  if (
    type === 'format' ||
    !isJsonType(contentType) ||
    Object.keys(headers).some((name) => name.startsWith('ce-'))
  )
    throw new ErrorAnswer('unsupported_media_type', {
      message:
        'The server for tests takes events in structured mode: application/cloudevents+json or application/cloudevents-batch+json.',
    });
  const value = parseJson(body);
  if (!Array.isArray(value)) {
    if (type === 'batch') throw invalidRequest([{ path: [], message: 'must be an array of events' }]);
    return { isBatch: false, texts: [body] };
  }
  if (type === 'structured') return { isBatch: false, texts: [body] };
  if (value.length > MAX_EVENTS)
    throw invalidRequest([{ path: [], message: `must hold at most ${MAX_EVENTS} events` }]);
  return { isBatch: true, texts: arrayItems(body) };
}

function asError({ code, message }: Extract<CheckedEvent, { kind: 'refused' }>): ErrorAnswer {
  if (code === 'forbidden') return new ErrorAnswer('forbidden', { message });
  return invalidRequest([{ path: code === 'tenant_mismatch' ? ['tenantid'] : [], message }]);
}
