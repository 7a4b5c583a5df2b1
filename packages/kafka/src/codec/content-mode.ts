import { cleanString } from '../json/clean-escapes.ts';
import type { LogRecord } from '../record.ts';

const PREFIX = 'ce_';

/** The headers of a record as far as CloudEvents are concerned. Names count without case. */
export interface EventHeaders {
  readonly contentType: string | null;
  /** The attributes of binary mode, without their prefix; null where there are none. */
  readonly attributes: Readonly<Record<string, string>> | null;
  /** Names of attributes whose value is not UTF-8. */
  readonly unreadable: readonly string[];
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What was read last: records that follow each other share their headers where these are the same. */
let last: { readonly headers: LogRecord['headers']; readonly read: EventHeaders } | null = null;

export function readHeaders(headers: LogRecord['headers']): EventHeaders {
  if (last?.headers === headers) return last.read;
  const read = readAnew(headers);
  last = { headers, read };
  return read;
}

function readAnew(headers: LogRecord['headers']): EventHeaders {
  let contentType: string | null = null;
  let attributes: Record<string, string> | null = null;
  const unreadable: string[] = [];
  for (const [header, value] of Object.entries(headers)) {
    // A header without a value is none.
    if (value == null) continue;
    const name = header.toLowerCase();
    if (name === 'content-type') {
      contentType = value.toString('latin1').trim();
    } else if (name.startsWith(PREFIX)) {
      attributes ??= Object.create(null) as Record<string, string>;
      try {
        attributes[name.slice(PREFIX.length)] = cleanString(utf8.decode(value));
      } catch {
        unreadable.push(name);
      }
    }
  }
  return { contentType, attributes, unreadable };
}

/** `structured`, `batch`, another `format` of CloudEvents, or no CloudEvents media type at all. */
export function mediaTypeOf(contentType: string | null): 'structured' | 'batch' | 'format' | 'other' {
  const type = bare(contentType);
  if (type === 'application/cloudevents+json') return 'structured';
  if (type.startsWith('application/cloudevents-batch')) return 'batch';
  return type.startsWith('application/cloudevents') ? 'format' : 'other';
}

/** Whether a media type says JSON. None at all does, too: JSON is what CloudEvents assume. */
export function isJsonType(contentType: string | null): boolean {
  return contentType === null || contentType === '' || /^[^/]+\/(?:json|.+\+json)$/.test(bare(contentType));
}

function bare(contentType: string | null): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
