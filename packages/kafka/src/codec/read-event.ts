import {
  type CloudEventAttributes,
  cloudEventAttributes,
  type DeadLetterCode,
  EVENT_DATA,
  FREE_JSON,
  isEventType,
  issueSentence,
  issueWords,
  type KnownEvent,
  type TaskEvent,
} from '@taskfold/contract';
import { exactText } from '../json/exact-text.ts';
import type { ParsedJson } from '../json/parse-json.ts';

/** Why something is no event of a task: a code of dead letters, and each fault in a sentence. */
export interface Fault {
  readonly kind: 'fault';
  readonly code: DeadLetterCode;
  readonly problems: readonly string[];
}

/** The data of an event: where its text lies, and what it says. */
export interface EventPayload {
  /** The text that holds the data: the value of the record, or the decoded `data_base64`. */
  readonly json: ParsedJson | null;
  /** The keys that lead from that text to the data. */
  readonly path: readonly string[];
  readonly data: unknown;
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

export function fault(code: DeadLetterCode, ...problems: string[]): Fault {
  return { kind: 'fault', code, problems };
}

/** Checks the context attributes of an event, all at once. */
export function readAttributes(
  attributes: Readonly<Record<string, unknown>>,
): { readonly kind: 'attributes'; readonly attributes: CloudEventAttributes } | Fault {
  const result = cloudEventAttributes.safeParse(attributes, { error: issueWords });
  if (result.success) return { kind: 'attributes', attributes: result.data };
  const problems = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const value = attributes[name];
    if (value === undefined || value === null) return `The attribute ${name} is missing.`;
    return `The attribute ${issueSentence([name], issue.message, 'The event')}`;
  });
  return fault('invalid_cloudevent', ...problems);
}

/** Checks the data of an event against the schema of its type and puts the event together. */
export function readData(attributes: CloudEventAttributes, payload: EventPayload): TaskEvent | Fault {
  const { type } = attributes;
  const common = {
    id: attributes.id,
    source: attributes.source,
    time: attributes.time,
    tenantId: attributes.tenantid,
    taskId: attributes.subject,
    ...(attributes.traceparent ? { traceparent: attributes.traceparent } : {}),
    ...(attributes.tracestate ? { tracestate: attributes.tracestate } : {}),
    ...(attributes.apikeyid ? { apiKeyId: attributes.apikeyid } : {}),
  };
  if (!isEventType(type)) return { ...common, type: 'unknown', originalType: type };

  const result = EVENT_DATA[type].safeParse(payload.data, { error: issueWords });
  if (!result.success) return fault('invalid_data', ...result.error.issues.map(describeIssue));
  let data: JsonFields = result.data;
  for (const path of FREE_JSON[type] ?? NO_PATHS) {
    if (payload.json === null || valueAt(data, path) === undefined) continue;
    try {
      data = withText(data, path, exactText(payload.json.text, [...payload.path, ...path]));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return fault('invalid_data', issueSentence(['data', ...path], error.message, 'The data'));
    }
  }
  // The schema of the type has checked the data, and its exact texts have just taken their places.
  return { ...common, type, data } as unknown as KnownEvent;
}

type JsonFields = Readonly<Record<string, unknown>>;
const NO_PATHS: readonly (readonly string[])[] = [];

function valueAt(data: unknown, path: readonly string[]): unknown {
  return path.reduce((value, key) => (value as JsonFields | undefined)?.[key], data);
}

function withText(data: JsonFields, [key = '', ...rest]: readonly string[], text: unknown): JsonFields {
  return { ...data, [key]: rest.length === 0 ? text : withText(data[key] as JsonFields, rest, text) };
}

/** Names the field, and never shows what stands in it: it belongs to the owner of the task. */
function describeIssue({ path, message }: Issue): string {
  return issueSentence(['data', ...path], message, 'The data');
}
