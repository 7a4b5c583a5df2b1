import { type CallbackEvent, TERMINAL_STATUSES } from '@taskfold/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyState } from '../empty-state.ts';
import { fold } from '../fold.ts';
import { NO_RECORDS } from '../known-records.ts';
import type { TaskState } from '../state.ts';
import { at, histories, sampleEvent } from '../testing/index.ts';
import { deliveriesDue } from './deliveries-due.ts';
import { deliveryId } from './delivery-id.ts';

const EMPTY = emptyState('tenant_a', 'task_1');
const URL = 'https://hooks.example/a';
const ENDS: readonly CallbackEvent[] = TERMINAL_STATUSES.map((status) => `task.${status}` as const);

function created(callback?: { url: string; events?: CallbackEvent[] }) {
  return sampleEvent('task.created', { capability: 'image.generate', model: 'm', callback });
}
const succeeded = sampleEvent('task.succeeded', {}, { time: at(60) });
const started = sampleEvent('task.started', {}, { time: at(10) });
const settled = sampleEvent('task.billing_settled', {}, { time: at(70) });

function folded(state: TaskState, ...events: Parameters<typeof fold>[1][]): TaskState {
  return events.reduce((known, event) => fold(known, event, at(100), NO_RECORDS).state, state);
}

function attempted(outcome: 'delivered' | 'retrying' | 'exhausted', attempt: number) {
  return sampleEvent(
    'task.callback_attempted',
    {
      delivery_id: 'd',
      attempt,
      type: 'task.succeeded',
      outcome,
      ...(outcome === 'retrying' && { next_attempt_at: at(500) }),
    },
    { time: at(80), id: `d:${attempt}` },
  );
}

describe('deliveriesDue', () => {
  test('the end is due once, with the time of its event', () => {
    const open = folded(EMPTY, created({ url: URL }), started);
    expect(deliveriesDue(null, open)).toEqual([]);
    const ended = folded(open, succeeded);
    expect(deliveriesDue(open, ended)).toEqual([
      {
        type: 'task.succeeded',
        eventTime: at(60),
        url: URL,
        state: 'ready',
        attemptCount: 0,
        deliveredAt: null,
        nextAttemptAt: null,
      },
    ]);
    expect(deliveriesDue(ended, folded(ended, settled))).toEqual([]);
  });

  test('what was asked for is due, and nothing else', () => {
    const open = folded(
      EMPTY,
      created({ url: URL, events: ['task.started', 'task.settled', 'task.started'] }),
    );
    const all = folded(open, started, succeeded, settled);
    expect(deliveriesDue(open, all).map(({ type, eventTime }) => [type, eventTime])).toEqual([
      ['task.started', at(10)],
      ['task.settled', at(100)],
    ]);
  });

  test('without a callback nothing is due', () => {
    expect(deliveriesDue(null, folded(EMPTY, created(), succeeded))).toEqual([]);
  });

  test('a creation that comes after the end makes it due', () => {
    const ended = folded(EMPTY, succeeded);
    expect(deliveriesDue(null, ended)).toEqual([]);
    expect(deliveriesDue(ended, folded(ended, created({ url: URL })))).toHaveLength(1);
  });

  test('of an erased task nothing is due', () => {
    const erased = folded(EMPTY, created({ url: URL }), sampleEvent('task.erased', {}));
    expect(deliveriesDue(erased, folded(erased, succeeded))).toEqual([]);
  });

  test('it goes on from what the log tells of attempts', () => {
    const ended = folded(EMPTY, created({ url: URL }), succeeded);
    expect(deliveriesDue(null, folded(ended, attempted('retrying', 3)))).toMatchObject([
      { state: 'waiting', attemptCount: 3, nextAttemptAt: at(500) },
    ]);
    expect(deliveriesDue(null, folded(ended, attempted('delivered', 4)))).toMatchObject([
      { state: 'delivered', attemptCount: 4, deliveredAt: at(80) },
    ]);
  });

  test('over any history and any chunks, each type that was asked for and happened is due exactly once', () => {
    fc.assert(
      fc.property(histories(), fc.integer({ min: 1, max: 9 }), (history, size) => {
        const [first] = history;
        if (first === undefined) return;
        let state = emptyState(first.event.tenantId, first.event.taskId);
        let erased = false;
        const due: CallbackEvent[] = [];
        for (let start = 0; start < history.length; start += size) {
          const before = state;
          for (const { event, recordTime } of history.slice(start, start + size)) {
            state = fold(state, event, recordTime, NO_RECORDS).state;
          }
          due.push(...deliveriesDue(before.revision === 0 ? null : before, state).map(({ type }) => type));
          erased ||= state.erased;
        }
        expect(new Set(due).size).toBe(due.length);
        const asked = new Set<CallbackEvent>(state.creation?.callback?.events);
        const happened = [
          ...(state.startedAt === null ? [] : ['task.started']),
          ...(state.settled ? ['task.settled'] : []),
          ...ENDS.filter((type) => type === `task.${state.end?.status}`),
        ];
        const expected = happened.filter((type) => asked.has(type as CallbackEvent));
        if (!erased) expect(due.toSorted()).toEqual(expected.toSorted());
        else for (const type of due) expect(expected).toContain(type);
      }),
    );
  });
});

test('ids are the same for ever, and different for everything else', () => {
  const id = deliveryId('tenant_a', 'task_1', 'task.succeeded');
  expect(id).toBe('cb_IAhBpT7oXtWyLkvKQ1l8prBOAY13egQo');
  const others = [
    deliveryId('tenant_b', 'task_1', 'task.succeeded'),
    deliveryId('tenant_a', 'task_2', 'task.succeeded'),
    deliveryId('tenant_a', 'task_1', 'task.failed'),
  ];
  expect(new Set([id, ...others]).size).toBe(4);
});
