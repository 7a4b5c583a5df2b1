import type { EventData, EventOf, EventType, Instant, JsonText, UnknownEvent } from '@taskfold/contract';

/** What identifies a sample event and says when it happened; everything has a default. */
export interface SampleAttributes {
  readonly id?: string;
  readonly source?: string;
  readonly time?: Instant;
  readonly tenantId?: string;
  readonly taskId?: string;
  readonly apiKeyId?: string | undefined;
}

const START_MS = Date.UTC(2026, 10, 24, 10);

/** A moment of the samples' day: this many seconds (and microseconds) after 10:00. */
export function at(seconds: number, microseconds = 0): Instant {
  const second = new Date(START_MS + seconds * 1000).toISOString().slice(0, 19);
  return `${second}.${String(microseconds).padStart(6, '0')}Z` as Instant;
}

/** Marks a text as the text of a JSON object, as a decoded event carries it. */
export function jsonText(text: string): JsonText {
  return text as JsonText;
}

/** A valid event of a type. Its id is the type's name unless one is given, its time is 10:00. */
export function sampleEvent<Type extends EventType>(
  type: Type,
  data: EventData<Type>,
  attributes: SampleAttributes = {},
): EventOf<Type> {
  // The compiler cannot see that a type and the data of that type make one member of the union.
  return { ...attributesOf(type, attributes), type, data } as unknown as EventOf<Type>;
}

/** An event of a type that this version does not know. */
export function unknownEvent(originalType: string, attributes: SampleAttributes = {}): UnknownEvent {
  return { ...attributesOf(originalType, attributes), type: 'unknown', originalType };
}

function attributesOf(
  id: string,
  attributes: SampleAttributes,
): SampleAttributes & Required<Omit<SampleAttributes, 'apiKeyId'>> {
  return { id, source: '/worker', time: at(0), tenantId: 'tenant_a', taskId: 'task_1', ...attributes };
}
