import type { OutgoingRecord } from '../record.ts';

/** A CloudEvent to be published. */
export interface OutgoingEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** RFC 3339. */
  readonly time: string;
  /** Becomes the key of the record. */
  readonly subject: string;
  readonly tenantid: string;
  /** Further attributes, such as `traceparent`. */
  readonly extensions?: Readonly<Record<string, string | number | boolean>>;
  /** Anything that JSON can say; left out where it is undefined. */
  readonly data?: unknown;
  /** The data as JSON text, used as it is; takes the place of `data`. */
  readonly dataText?: string;
}

/** Structured mode: the whole event as one JSON object. */
export function encodeStructured(event: OutgoingEvent): OutgoingRecord {
  const { extensions, data, dataText, subject, ...required } = event;
  const attributes = JSON.stringify({
    specversion: '1.0',
    ...required,
    subject,
    ...extensions,
    datacontenttype: 'application/json',
  });
  const text = dataText ?? (data === undefined ? undefined : JSON.stringify(data));
  const value = text === undefined ? attributes : `${attributes.slice(0, -1)},"data":${text}}`;
  return {
    key: Buffer.from(subject),
    value: Buffer.from(value),
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}

/** Binary mode: the attributes as headers, the data as the value, which is null without data. */
export function encodeBinary(event: OutgoingEvent): OutgoingRecord {
  const { extensions, data, dataText, subject, ...required } = event;
  const attributes = { specversion: '1.0', ...required, subject, ...extensions };
  const text = dataText ?? (data === undefined ? undefined : JSON.stringify(data));
  return {
    key: Buffer.from(subject),
    value: text === undefined ? null : Buffer.from(text),
    headers: {
      ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)])),
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
    },
  };
}
