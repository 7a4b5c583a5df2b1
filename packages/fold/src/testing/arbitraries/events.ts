import {
  CALLBACK_EVENTS,
  CALLBACK_OUTCOMES,
  type EventData,
  type EventType,
  METERS,
  type TaskEvent,
} from '@taskfold/contract';
import fc from 'fast-check';
import { at, type SampleAttributes, sampleEvent, unknownEvent } from '../sample-event.ts';
import { markedJson, markedMetadata, markedText, markedWarnings } from './content.ts';
import { amountText, meterValue, signedAmountText } from './money.ts';

const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

// Few values to choose from, so that times are equal, stages return and entries come twice.
const time = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom(0, 1, 999_999))
  .map(([seconds, microseconds]) => at(seconds, microseconds));
const stage = fc.constantFrom('queue', 'prepare', 'render', 'upload');
const model = fc.constantFrom('image-1', 'image-1-2026-10', 'image-1-2026-11');
const entryId = fc.constantFrom('entry_1', 'entry_2', 'entry_3');
const attempt = fc.integer({ min: 1, max: 4 });

const usageLine = fc.record({
  meter: fc.constantFrom(...METERS),
  quantity: signedAmountText,
  unit: fc.constantFrom('token', 'second'),
  billed_amount_credits: signedAmountText,
});

/** So many, or so long, that two or three records have more than are shown. */
const manyLines = fc
  .tuple(
    usageLine,
    fc.integer({ min: 40, max: 100 }),
    fc.constantFrom('', '', '_'.repeat(200), 'ü'.repeat(100)),
  )
  .map(([line, count, longer]) =>
    Array.from({ length: count }, (_none, index) => ({
      ...line,
      meter: `${line.meter}_${index}${longer}`,
      unit: `${line.unit}${longer}`,
    })),
  );

const DATA: { readonly [Type in EventType]: fc.Arbitrary<EventData<Type>> } = {
  'task.created': fc.record({
    capability: fc.constantFrom('image', 'speech'),
    model,
    input: optional(markedJson),
    metadata: optional(markedMetadata),
    project_id: optional(fc.constant('project_1')),
    client_request_id: optional(fc.constant('request_1')),
    deadline_at: optional(time),
    callback: optional(
      fc.record({
        url: markedText,
        events: optional(fc.subarray([...CALLBACK_EVENTS])),
      }),
    ),
    credits_per_usd: optional(fc.constantFrom('1000', '3', '0.7')),
  }),
  'task.started': fc.record({ resolved_model: optional(model), attempt: optional(attempt) }),
  'task.progressed': fc.record({
    percent: optional(fc.double({ min: 0, max: 100, noNaN: true })),
    stage: optional(stage),
    message: optional(markedText),
  }),
  'task.output_updated': fc.record({ output: markedJson }),
  'task.warned': fc.record({ warnings: markedWarnings }),
  'task.usage_recorded': fc
    .tuple(
      fc.dictionary(fc.constantFrom(...METERS), meterValue, { maxKeys: 3, noNullPrototype: true }),
      fc.oneof({ weight: 2, arbitrary: fc.array(usageLine, { maxLength: 3 }) }, manyLines),
    )
    .map(([meters, lines]) => ({ ...meters, lines })),
  'task.charged': fc.record({
    entry_id: entryId,
    amount_credits: amountText,
    estimated: optional(fc.boolean()),
  }),
  'task.refunded': fc.record({ entry_id: entryId, amount_credits: amountText, reason: optional(markedText) }),
  'task.billing_settled': fc.constant({}),
  'task.cancel_requested': fc.record({
    reason: optional(markedText),
    request_id: optional(fc.constant('request_2')),
  }),
  'task.succeeded': fc.record({
    output: optional(markedJson),
    warnings: optional(markedWarnings),
    resolved_model: optional(model),
  }),
  'task.failed': fc.record({
    error: fc.record({
      code: fc.constantFrom('out_of_memory', 'refused'),
      message: markedText,
      retryable: fc.boolean(),
      param: optional(markedText),
      details: optional(markedJson),
    }),
  }),
  'task.canceled': fc.record({ reason: optional(markedText) }),
  'task.callback_attempted': fc.record({
    delivery_id: fc.constantFrom('delivery_1', 'delivery_2'),
    attempt,
    type: fc.constantFrom(...CALLBACK_EVENTS),
    outcome: fc.constantFrom(...CALLBACK_OUTCOMES),
    status_code: optional(fc.constantFrom(200, 410, 500)),
    error: optional(fc.constantFrom('timeout', 'http_5xx')),
    next_attempt_at: optional(time),
  }),
  'task.erased': fc.constant({}),
};

/** How often each type comes, out of their sum. Creations, ends and money come often enough to contradict one another. */
export const WEIGHTS: { readonly [Type in EventType]: number } = {
  'task.created': 3,
  'task.started': 4,
  'task.progressed': 6,
  'task.output_updated': 3,
  'task.warned': 3,
  'task.usage_recorded': 3,
  'task.charged': 4,
  'task.refunded': 3,
  'task.billing_settled': 1,
  'task.cancel_requested': 2,
  'task.succeeded': 1,
  'task.failed': 1,
  'task.canceled': 1,
  'task.callback_attempted': 4,
  'task.erased': 1,
};

const attributes = fc.record({
  id: fc.integer({ min: 0, max: 40 }).map((number) => `event_${number}`),
  source: fc.constantFrom('/gateway', '/worker/1', '/worker/2'),
  time,
  // Of whatever type: that only a creation's counts is for the fold to know.
  apiKeyId: optional(fc.constantFrom('key_1', 'key_2')),
});

/** Events of one type, of the task that `task` names. Ids, times and keys collide often. */
export function eventOfType<Type extends EventType>(
  type: Type,
  task: Pick<SampleAttributes, 'tenantId' | 'taskId'> = {},
): fc.Arbitrary<TaskEvent> {
  return fc
    .tuple(attributes, DATA[type])
    .map(([chosen, data]) => sampleEvent(type, data, { ...chosen, ...task }));
}

/** An event of a type that this version does not know. */
export function eventOfUnknownType(
  task: Pick<SampleAttributes, 'tenantId' | 'taskId'> = {},
): fc.Arbitrary<TaskEvent> {
  return attributes.map((chosen) => unknownEvent('task.praised', { ...chosen, ...task }));
}
