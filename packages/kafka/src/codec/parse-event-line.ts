import { MAX_EVENT_BYTES, type TaskEvent } from '@taskfold/contract';
import { parseJsonText } from '../json/parse-json.ts';
import type { OutgoingRecord } from '../record.ts';
import { structuredContent } from './read-content.ts';
import { readAttributes, readData } from './read-event.ts';

export type ParsedLine =
  | { readonly kind: 'record'; readonly record: OutgoingRecord; readonly event: TaskEvent }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/**
 * Checks one CloudEvent in structured mode, a line of NDJSON, by the rules that the processor reads records by, and
 * makes the record that carries it, its text unchanged. Never throws; names every fault of the attributes and the data.
 */
export function parseEventLine(line: string): ParsedLine {
  const source = line.trim();
  const value = Buffer.from(source);
  if (value.length > MAX_EVENT_BYTES) {
    return invalid(`The event has ${value.length} bytes; ${MAX_EVENT_BYTES} are allowed.`);
  }
  const json = parseJsonText(source);
  if (!json.ok) return invalid(`The event ${json.problem}.`);
  const content = structuredContent(json, true);
  if (content.kind === 'fault') return invalid(...content.problems);
  const read = readAttributes(content.attributes);
  const attributeProblems = read.kind === 'fault' ? read.problems : [];
  if ('kind' in content.payload) return invalid(...attributeProblems, ...content.payload.problems);
  if (read.kind === 'fault') return invalid(...attributeProblems);
  const event = readData(read.attributes, content.payload);
  if ('kind' in event) return invalid(...event.problems);
  const headers = { 'content-type': 'application/cloudevents+json' };
  return { kind: 'record', record: { key: Buffer.from(event.taskId), value, headers }, event };
}

function invalid(...problems: string[]): ParsedLine {
  return { kind: 'invalid', problems };
}
