import { type ParsedJson, parseJson } from '../json/parse-json.ts';
import type { LogRecord } from '../record.ts';
import { isJsonType, mediaTypeOf, readHeaders } from './content-mode.ts';
import { type EventPayload, type Fault, fault } from './read-event.ts';

/** A CloudEvent taken apart, unchecked: its attributes, and its data or why that cannot be read. */
export interface EventContent {
  readonly kind: 'content';
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly payload: EventPayload | Fault;
}

const REQUIRED_HEADERS: ReadonlySet<string> = new Set(
  ['specversion', 'id', 'source', 'type', 'time', 'subject', 'tenantid'].map((name) => `ce_${name}`),
);

const NO_DATA: EventPayload = { json: null, path: [], data: {} };

/**
 * Takes a record apart by the Kafka binding of CloudEvents 1.0. A record with neither a CloudEvents content type nor
 * `ce_` headers is taken as structured when its value is an object with a `specversion`: simple producers set no
 * headers.
 */
export function readContent(record: Pick<LogRecord, 'value' | 'headers'>): EventContent | Fault {
  const { contentType, attributes, unreadable } = readHeaders(record.headers);
  const value = record.value === null || record.value.length === 0 ? null : record.value;
  const mediaType = mediaTypeOf(contentType);

  if (mediaType === 'batch') {
    return fault(
      'invalid_cloudevent',
      'The content type says that this is a batch: send one record for each event.',
    );
  }
  if (mediaType === 'format') {
    return fault('invalid_cloudevent', 'The content type names a format of CloudEvents other than JSON.');
  }
  if (mediaType === 'other' && (attributes !== null || unreadable.length > 0)) {
    // An extension that is odd is dropped, not the event.
    const required = unreadable.filter((name) => REQUIRED_HEADERS.has(name));
    if (required.length > 0) {
      return fault('invalid_cloudevent', `These headers are not UTF-8: ${required.join(', ')}.`);
    }
    return { kind: 'content', attributes: attributes ?? {}, payload: binaryPayload(value, contentType) };
  }
  if (value === null) {
    return fault(
      'empty_record',
      mediaType === 'structured'
        ? 'The record has no value, but its content type says that the event is in the value.'
        : 'The record has neither a value nor CloudEvents headers.',
    );
  }
  const json = parseJson(value);
  if (!json.ok) return fault('invalid_json', `The value ${json.problem}.`);
  return structuredContent(json, mediaType === 'structured');
}

/** Takes an event in structured mode apart. */
export function structuredContent(json: ParsedJson, declared: boolean): EventContent | Fault {
  if (!isObject(json.value)) {
    return fault('invalid_cloudevent', 'The value is JSON, but not an object.');
  }
  if (!declared && !Object.hasOwn(json.value, 'specversion')) {
    return fault(
      'invalid_cloudevent',
      'The record is not marked as a CloudEvent (no content type application/cloudevents+json, no ce_ headers), and its value has no specversion.',
    );
  }
  return { kind: 'content', attributes: json.value, payload: structuredPayload(json, json.value) };
}

function structuredPayload(json: ParsedJson, event: Readonly<Record<string, unknown>>): EventPayload | Fault {
  const { data, data_base64: base64, datacontenttype } = event;
  if (datacontenttype !== undefined && datacontenttype !== null) {
    if (typeof datacontenttype !== 'string' || !isJsonType(datacontenttype)) {
      return fault('invalid_cloudevent', 'The attribute datacontenttype is not a JSON media type.');
    }
  }
  if (base64 === undefined || base64 === null) {
    return data === undefined || data === null ? NO_DATA : { json, path: ['data'], data };
  }
  if (data !== undefined && data !== null) {
    return fault('invalid_cloudevent', 'The event has both data and data_base64.');
  }
  // Without its white space first: to look for that and for the end in one expression takes quadratic time.
  const digits = typeof base64 === 'string' ? base64.replaceAll(/\s/g, '') : '-';
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) {
    return fault('invalid_cloudevent', 'The member data_base64 is not base64.');
  }
  return dataPayload(Buffer.from(digits, 'base64'), 'The member data_base64');
}

function binaryPayload(value: Buffer | null, contentType: string | null): EventPayload | Fault {
  if (!isJsonType(contentType)) {
    return fault('invalid_cloudevent', 'The content type of the data is not a JSON media type.');
  }
  return value === null ? NO_DATA : dataPayload(value, 'The value');
}

function dataPayload(bytes: Buffer, name: string): EventPayload | Fault {
  const json = parseJson(bytes);
  if (!json.ok) return fault('invalid_json', `${name} ${json.problem}.`);
  return json.value === null ? NO_DATA : { json, path: [], data: json.value };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
