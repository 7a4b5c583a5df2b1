import { DATA_RULES } from '../../generated/event-rules.ts';
import type { EventBuilders, ProducedType, TaskCloudEvent } from '../../generated/events.ts';

export const PRODUCED_TYPES = Object.keys(DATA_RULES) as ProducedType[];

/** Whether a type has anything to say beside its name. */
export function takesData(type: ProducedType): boolean {
  return Object.keys(DATA_RULES[type].properties).length > 0;
}

/** Calls the builder of a type with whatever data. */
export function buildEvent(
  events: EventBuilders,
  type: ProducedType,
  data: unknown,
  attributes?: object,
): TaskCloudEvent {
  const name = type.slice(5).replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
  const builder: (...args: unknown[]) => TaskCloudEvent = Reflect.get(events, name);
  return builder('task_1', ...(takesData(type) ? [data, attributes] : [attributes]));
}
