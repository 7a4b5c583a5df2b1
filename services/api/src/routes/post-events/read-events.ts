import type { IncomingMessage } from 'node:http';
import { arrayItems, isJsonType, mediaTypeOf } from '@taskfold/kafka';
import { bodyText, parseBody } from '../../body/read-json.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';
import { headerAttributes } from './header-attributes.ts';

/** The events of a request as texts in structured mode, unchecked. */
export interface SentEvents {
  readonly mode: 'single' | 'batch';
  readonly texts: readonly string[];
}

const MAX_EVENTS = 500;

/** Whether a body of such a content type is read: those that the processor reads as JSON from the log, and batches. */
export function takesEvents(contentType: string | undefined): boolean {
  return isJsonType(contentType ?? null) && mediaTypeOf(contentType ?? null) !== 'format';
}

/**
 * Reads a body by the HTTP binding of CloudEvents 1.0: structured, batched, or binary (attributes in `ce-` headers). Without
 * such headers a body of any other JSON type, or of none, is what its form says: a whole event has a `specversion`, a batch
 * is an array.
 *
 * @throws ApiError `malformed_json`, `invalid_request`
 */
export function readEvents(
  { headers, rawHeaders }: Pick<IncomingMessage, 'headers' | 'rawHeaders'>,
  body: unknown,
): SentEvents {
  const text = bodyText(body);
  const type = mediaTypeOf(headers['content-type'] ?? null);
  if (type === 'structured') {
    parseBody(text);
    return { mode: 'single', texts: [text] };
  }
  if (type === 'batch') return batchOf(text, parseBody(text));

  const attributes = headerAttributes(rawHeaders);
  if (attributes !== null) {
    if (text !== '') parseBody(text);
    return { mode: 'single', texts: [asStructured(attributes, text)] };
  }
  const value = text === '' ? null : parseBody(text);
  if (Array.isArray(value)) return batchOf(text, value);
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, 'specversion')) {
    return { mode: 'single', texts: [text] };
  }
  const message =
    'must be a CloudEvent: one with a specversion, an array of such, or the data beside ce- headers';
  throw invalidRequest([{ path: [], message }]);
}

function batchOf(text: string, value: unknown): SentEvents {
  if (!Array.isArray(value)) throw invalidRequest([{ path: [], message: 'must be an array of events' }]);
  if (value.length > MAX_EVENTS) {
    throw invalidRequest([{ path: [], message: `must hold at most ${MAX_EVENTS} events` }]);
  }
  return { mode: 'batch', texts: arrayItems(text) };
}

function asStructured(attributes: Readonly<Record<string, string>>, data: string): string {
  const text = JSON.stringify({ ...attributes, datacontenttype: 'application/json' });
  return data === '' ? text : `${text.slice(0, -1)},"data":${data}}`;
}
