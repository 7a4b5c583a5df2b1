import type { IncomingHttpHeaders } from 'node:http';
import { arrayItems, encodeStructured } from '@taskfold/kafka';
import { bodyText } from '../../body/read-json.ts';
import { ApiError } from '../../errors/api-error.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';

/** The events of a request as texts in structured mode, unchecked. */
export interface SentEvents {
  readonly mode: 'single' | 'batch';
  readonly texts: readonly string[];
}

const MAX_EVENTS = 500;
const PREFIX = 'ce-';

/**
 * Reads a body by the HTTP binding of CloudEvents 1.0: structured, batched, or binary (attributes in `ce-` headers).
 *
 * @throws ApiError `malformed_json`, `invalid_request`
 */
export function readEvents(headers: IncomingHttpHeaders, body: unknown): SentEvents {
  const text = bodyText(body);
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/cloudevents+json') {
    parse(text);
    return { mode: 'single', texts: [text] };
  }
  if (type === 'application/cloudevents-batch+json') {
    if (!Array.isArray(parse(text)))
      throw invalidRequest([{ path: [], message: 'must be an array of events' }]);
    const texts = arrayItems(text);
    if (texts.length === 0 || texts.length > MAX_EVENTS) {
      throw invalidRequest([{ path: [], message: `must hold 1 to ${MAX_EVENTS} events` }]);
    }
    return { mode: 'batch', texts };
  }
  if (text !== '') parse(text);
  return { mode: 'single', texts: [binaryAsStructured(headers, text)] };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiError('malformed_json', { cause });
  }
}

function binaryAsStructured(headers: IncomingHttpHeaders, data: string): string {
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, value]) => [name.slice(PREFIX.length), percentDecoded(String(value))]);
  if (attributes.length === 0) {
    const message = 'must be a CloudEvent: ce- headers, or a content type of application/cloudevents';
    throw invalidRequest([{ path: [], message }]);
  }
  const {
    id = '',
    source = '',
    type = '',
    time = '',
    subject = '',
    tenantid = '',
    specversion,
    ...extensions
  } = Object.fromEntries(attributes) as Record<string, string>;
  if (specversion !== '1.0') throw invalidRequest([{ path: ['ce-specversion'], message: 'must be 1.0' }]);
  const event = { id, source, type, time, subject, tenantid, extensions };
  const { value } = encodeStructured(data === '' ? event : { ...event, dataText: data });
  // Without one the tenant is that of the key.
  const text = String(value);
  return tenantid === '' ? text.replace('"tenantid":"",', '') : text;
}

/** Values of attributes are percent-encoded in headers (section 3.1.3.2 of the binding). */
function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
