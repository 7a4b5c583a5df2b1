import type { Random } from '@taskfold/fold/testing';
import {
  encodeBinary,
  encodeStructured,
  type OutgoingEvent,
  type OutgoingRecord,
  partitionOf,
} from '@taskfold/kafka';
import { UNFOLDABLE, UNREADABLE } from './decoder.ts';

/** Events whose id begins like this are what the simulated database refuses to store. */
export const REFUSED = 'refused';

const POISON = ['nonsense', '{"specversion":"1.0"}', '{"id":1}'];

/**
 * The records that producers will publish, by partition: lives of a few tasks, interleaved, with late, repeated and
 * contradicting events, records that are no events, events that the database refuses, and events over which the decoder or
 * the fold throws.
 */
export function createWorkload(random: Random, partitionCount: number): OutgoingRecord[][] {
  return Array.from({ length: partitionCount }, (_none, partition) => {
    const tasks = taskIds(random, partition, partitionCount, 1 + random.below(4));
    const lives = tasks.map((task) => lifeOf(task, random));
    const events = interleave(lives, random);
    const repeated = events.filter(() => random.chance(0.2));
    const late = random.chance(0.3) ? events.slice(0, 4).toReversed() : [];
    const records = [...events, ...repeated, ...late].map((event) =>
      (random.chance(0.5) ? encodeStructured : encodeBinary)(event),
    );
    const poison = random.chance(0.2) ? 6 : random.below(3);
    for (let count = 0; count < poison; count++) {
      const record = {
        key: Buffer.from(random.pick(tasks)),
        value: Buffer.from(random.pick(POISON)),
        headers: { 'content-type': 'application/cloudevents+json' },
      };
      records.splice(random.below(records.length + 1), 0, record);
    }
    return records;
  });
}

function taskIds(random: Random, partition: number, partitionCount: number, count: number): string[] {
  const ids: string[] = [];
  for (let number = random.below(1000); ids.length < count; number++) {
    const id = `task_${number}`;
    if (partitionOf(Buffer.from(id), partitionCount, 'murmur2') === partition) ids.push(id);
  }
  return ids;
}

function lifeOf(subject: string, random: Random): OutgoingEvent[] {
  let number = 0;
  const event = (type: string, data: unknown, kind = 'event'): OutgoingEvent => ({
    id: `${kind}-${subject}-${number}`,
    source: random.pick(['/gateway', '/worker']),
    type,
    time: new Date(Date.UTC(2026, 10, 24, 10, 0, number++)).toISOString(),
    subject,
    tenantid: 'acme',
    data,
  });
  const middle = Array.from({ length: random.below(6) }, () =>
    random.pick([
      () => event('task.progressed', { percent: random.below(101) }),
      () => event('task.progressed', { percent: random.below(101), stage: random.pick(['draw', 'upload']) }),
      () =>
        event('task.charged', {
          entry_id: `c${random.below(2)}`,
          amount_credits: `${1 + random.below(2)}.5`,
        }),
      () =>
        event('task.refunded', {
          entry_id: `c${random.below(2)}`,
          amount_credits: `${1 + random.below(2)}`,
        }),
      // Two of the longer ones have more lines than a state shows.
      () =>
        event('task.usage_recorded', {
          image_count: 1 + random.below(3),
          lines: Array.from({ length: random.pick([0, 1, 60]) }, () => ({
            meter: 'image_count',
            quantity: '1',
            unit: 'image',
            billed_amount_credits: '0.25',
          })),
        }),
      () => event('task.output_updated', { output: { part: random.below(100) } }),
      () => event('task.progressed', { message: 'refused' }, random.chance(0.3) ? REFUSED : 'event'),
      () => event('task.progressed', { message: 'faulty' }, random.pick(['event', UNREADABLE, UNFOLDABLE])),
    ])(),
  );
  const life = [
    event('task.created', { capability: 'image.generate', model: 'm', input: { prompt: subject } }),
    event('task.started', { attempt: 1 + random.below(2) }),
    ...middle,
    random.chance(0.7) ? event('task.succeeded', {}) : event('task.canceled', {}),
  ];
  return random.chance(0.2) ? random.shuffle(life) : life;
}

function interleave<Item>(lists: readonly (readonly Item[])[], random: Random): Item[] {
  const rest = lists.map((list) => [...list]).filter((list) => list.length > 0);
  const merged: Item[] = [];
  while (rest.length > 0) {
    const list = random.pick(rest);
    merged.push(...list.splice(0, 1 + random.below(2)));
    if (list.length === 0) rest.splice(rest.indexOf(list), 1);
  }
  return merged;
}
