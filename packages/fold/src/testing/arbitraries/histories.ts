import { type EventType, instantFromMilliseconds, type TaskEvent, toMilliseconds } from '@taskfold/contract';
import fc from 'fast-check';
import type { LoggedEvent } from '../fold-history.ts';
import { at } from '../sample-event.ts';
import { eventOfType, eventOfUnknownType, WEIGHTS } from './events.ts';

export interface HistoryOptions {
  readonly tenantId?: string;
  readonly taskId?: string;
  /** Events before any is repeated; 30 by default. */
  readonly maxLength?: number;
}

/**
 * Events of one task in some order. `source` and `id` identify an event, as the contract has it; times, entry ids,
 * stages and the ids of different sources are equal again and again. There may be several creations and ends.
 */
export function eventSets(options: HistoryOptions = {}): fc.Arbitrary<TaskEvent[]> {
  const { maxLength = 30, ...task } = options;
  const known = (Object.entries(WEIGHTS) as [EventType, number][]).map(([type, weight]) => ({
    weight,
    arbitrary: eventOfType(type, task),
  }));
  return fc.uniqueArray(fc.oneof(...known, { weight: 1, arbitrary: eventOfUnknownType(task) }), {
    minLength: 1,
    maxLength,
    // Long ones as often as short ones: contradictions need company.
    size: 'max',
    selector: ({ source, id }) => `${source} ${id}`,
  });
}

/**
 * The log of one task as a broker might hold it: a set of events of which some come again, shuffled, and some usage
 * records contradict themselves. No event's time lies ahead of its record's.
 */
export function histories(options: HistoryOptions = {}): fc.Arbitrary<LoggedEvent[]> {
  return eventSets(options)
    .chain((events) => fc.tuple(fc.constant(events), fc.subarray(events), fc.subarray(events)))
    .chain(([events, repeated, contradicted]) =>
      shuffled([...events, ...repeated, ...contradicted.flatMap(contradictionOf)]),
    )
    .map(asLog);
}

/** Every order of a list, each element as often as it is in it. */
export function shuffled<Item>(items: readonly Item[]): fc.Arbitrary<Item[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
}

/** Writes events down in this order, a millisecond apart, after all of their times. */
export function asLog(events: readonly TaskEvent[]): LoggedEvent[] {
  const start = toMilliseconds(at(3600));
  return events.map((event, index) => ({ event, recordTime: instantFromMilliseconds(start + index) }));
}

function contradictionOf(event: TaskEvent): TaskEvent[] {
  if (event.type !== 'task.usage_recorded') return [];
  return [{ ...event, data: { ...event.data, characters: event.data.characters === 1 ? 2 : 1 } }];
}
