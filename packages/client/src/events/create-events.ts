import { ATTRIBUTES, DATA_RULES } from '../generated/event-rules.ts';
import type {
  EventAttributes,
  EventBuilders,
  EventDataByType,
  ProducedType,
  TaskCloudEvent,
} from '../generated/events.ts';
import { type EventIssue, issuesOf } from './check-value.ts';
import { newEventId } from './event-id.ts';
import { InvalidEventError } from './invalid-event.ts';
import { plainJson } from './plain-json.ts';
import type { Rule } from './rule.ts';

/** Who says what happens. */
export interface EventsOptions {
  /** The producer, as a URI reference such as `/workers/image-7`: with the `id`, it names each event for ever. */
  readonly source: string;
  /** Whose tasks they are. Over HTTP it is that of the key, and need not be given; events for Kafka carry it. */
  readonly tenant?: string;
}

const TYPES = Object.keys(DATA_RULES) as ProducedType[];

/**
 * Builders of events, one for each type that a producer may send. Each event is checked: what is built is taken by Taskfold.
 * An event has a new `id` each time unless one is given: **to say the same again, send the same event again**, or give the `id`
 * that what happened has by itself. A repeat with the same `id` and `source` changes nothing; a new `id` is a new event.
 *
 * @throws InvalidEventError where a value is not what the contract says, each builder likewise
 *
 * @example
 * ```ts
 * import { createEvents } from '@taskfold/client/events';
 *
 * const events = createEvents({ source: '/gateways/eu-1', tenant: 'acme' });
 * const created = events.created('task_1', { capability: 'image.generate', model: 'aurora-xl' });
 * const charged = events.charged('task_1', { entry_id: 'charge_1', amount_credits: '40' });
 *
 * created.type; // 'task.created'
 * charged.data.amount_credits; // '40'
 * ```
 */
export function createEvents({ source, tenant }: EventsOptions): EventBuilders {
  const own = { source, ...(tenant === undefined ? {} : { tenantid: tenant }) };
  refuse('createEvents', attributeIssues(own));
  const build =
    (type: ProducedType) =>
    (task: string, ...rest: readonly unknown[]) => {
      const [data, attributes] = hasNoFields(type) ? [{}, rest[0]] : [rest[0] ?? {}, rest[1]];
      return event(type, task, data, { ...own, ...ofCaller(attributes as EventAttributes | undefined) });
    };
  return Object.fromEntries(
    TYPES.map((type) => [builderName(type), build(type)]),
  ) as unknown as EventBuilders;
}

function event(
  type: ProducedType,
  task: string,
  given: unknown,
  attributes: Readonly<Record<string, unknown>>,
): TaskCloudEvent {
  const rule: Rule = DATA_RULES[type];
  refuse(type, issuesOf(rule, given, '/data'));
  const data = plainJson(given) as EventDataByType[ProducedType];
  const now = Date.now();
  const built = {
    specversion: '1.0',
    id: newEventId(now),
    type,
    time: new Date(now).toISOString(),
    subject: task,
    datacontenttype: 'application/json',
    ...attributes,
    data,
  };
  // Once more as JSON has it: an object that prints as a text is none.
  refuse(type, [...attributeIssues({ ...built, data: undefined }), ...issuesOf(rule, data, '/data')]);
  return built as unknown as TaskCloudEvent;
}

function ofCaller({ time, ...others }: EventAttributes = {}): Readonly<Record<string, unknown>> {
  const given = { ...others, time: time instanceof Date ? printed(time) : time };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** A date that is none is printed as such, and refused. */
function printed(time: Date): string {
  return Number.isNaN(time.getTime()) ? String(time) : time.toISOString();
}

function attributeIssues(attributes: Readonly<Record<string, unknown>>): readonly EventIssue[] {
  return issuesOf(ATTRIBUTES, attributes, '');
}

function refuse(type: string, issues: readonly EventIssue[]): void {
  if (issues.length > 0) throw new InvalidEventError(type, issues);
}

/** A type that says all by its name takes no data. */
function hasNoFields(type: ProducedType): boolean {
  return Object.keys(DATA_RULES[type].properties).length === 0;
}

/** `task.output_updated` → `outputUpdated`. */
function builderName(type: ProducedType): string {
  return type.slice('task.'.length).replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}
