import type { z } from 'zod';
import type { Instant } from '../instant.ts';
import type { JsonText } from '../json.ts';
import { AFTERWARDS } from './afterwards.ts';
import { COURSE } from './course.ts';
import { ENDS } from './ends.ts';
import { MONEY } from './money.ts';

/** Every event type that changes a task. The one list that all else is derived from. */
export const EVENTS = { ...COURSE, ...MONEY, ...ENDS, ...AFTERWARDS };

/** The schema of `data` of each type. */
export const EVENT_DATA = Object.fromEntries(
  Object.entries(EVENTS).map(([type, { data }]) => [type, data]),
) as { readonly [Type in keyof typeof EVENTS]: (typeof EVENTS)[Type]['data'] };

export type EventType = keyof typeof EVENT_DATA;
export const EVENT_TYPES = Object.keys(EVENT_DATA) as readonly EventType[];

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENT_DATA, type);
}

/**
 * Where the data of events holds JSON of any form. It travels as the text that was sent, so that no digit of a seed or of
 * an id is lost.
 */
export const FREE_JSON: { readonly [Type in EventType]?: readonly (readonly string[])[] } = {
  'task.created': [['input']],
  'task.output_updated': [['output']],
  'task.succeeded': [['output']],
  'task.failed': [['error', 'details']],
};

type WithExactText<Data> = {
  [Key in keyof Data]: Key extends 'input' | 'output'
    ? Exact<Data[Key]>
    : Key extends 'error'
      ? WithExactDetails<Data[Key]>
      : Data[Key];
};
type Exact<Value> = undefined extends Value ? JsonText | undefined : JsonText;
type WithExactDetails<Failure> = Failure extends { readonly code: string }
  ? Omit<Failure, 'details'> & { readonly details?: JsonText | undefined }
  : Failure;

export type EventData<Type extends EventType> = WithExactText<z.output<(typeof EVENT_DATA)[Type]>>;

/** What every event carries, whatever its type. */
interface EventAttributes {
  /** With `source`, identifies the event for ever. */
  readonly id: string;
  readonly source: string;
  readonly time: Instant;
  readonly tenantId: string;
  readonly taskId: string;
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
  /** The API key that the task was asked for with. Only of a creation does it say anything. */
  readonly apiKeyId?: string | undefined;
}

/** A validated event of a known type. */
export type KnownEvent = {
  [Type in EventType]: EventAttributes & { readonly type: Type; readonly data: EventData<Type> };
}[EventType];

/** A `task.*` event of a type that this version does not know: kept in the timeline, changes nothing. */
export interface UnknownEvent extends EventAttributes {
  readonly type: 'unknown';
  readonly originalType: string;
}

export type TaskEvent = KnownEvent | UnknownEvent;
export type EventOf<Type extends EventType> = Extract<KnownEvent, { type: Type }>;
