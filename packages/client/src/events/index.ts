export type {
  EventAttributes,
  EventBuilders,
  EventDataByType,
  ProducedType,
  TaskCloudEvent,
} from '../generated/events.ts';
export type { EventIssue } from './check-value.ts';
export { createEvents, type EventsOptions } from './create-events.ts';
export { newEventId } from './event-id.ts';
export { InvalidEventError } from './invalid-event.ts';
