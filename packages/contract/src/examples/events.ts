import type { z } from 'zod';
import type { structuredEvent } from '../cloud-event.ts';
import { EVENT_TYPES, EVENTS, type EventType } from '../events/types.ts';
import { TASK } from './update.ts';

type StructuredEvent = z.input<ReturnType<typeof structuredEvent>>;

/**
 * One event of every type in structured mode, as producers would send them. Together they are no single task's
 * history: a task ends once.
 */
export const EXAMPLE_EVENTS = Object.fromEntries(EVENT_TYPES.map((type) => [type, exampleOf(type)])) as {
  readonly [Type in EventType]: StructuredEvent;
};

function exampleOf(type: EventType): StructuredEvent {
  const {
    source,
    time,
    data,
    id = `evt_${type.slice('task.'.length)}_01`,
    traceparent,
  } = EVENTS[type].example;
  return {
    specversion: '1.0',
    id,
    source,
    type,
    time: `2026-11-24T${time}Z`,
    subject: TASK,
    tenantid: 'tenant_acme',
    datacontenttype: 'application/json',
    data,
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
