import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyState } from './empty-state.ts';
import { fold } from './fold.ts';
import { type KnownContent, knownAs, NO_RECORDS } from './known-records.ts';
import type { TaskState } from './state.ts';
import { asLog, at, foldHistory, histories, sampleEvent, unknownEvent } from './testing/index.ts';

const empty = emptyState('tenant_a', 'task_1');

describe('fold', () => {
  it('counts an applied event and dates the task by its record', () => {
    const { state } = fold(empty, sampleEvent('task.started', {}, { time: at(1) }), at(2), NO_RECORDS);
    expect(state).toMatchObject({ revision: 1, updatedAt: at(2), startedAt: at(1) });
  });

  it('goes on from the revision that the state has, whatever left it there', () => {
    const { state } = fold({ ...empty, revision: 41 }, sampleEvent('task.started', {}), at(2), NO_RECORDS);
    expect(state.revision).toBe(42);
  });

  it('ignores types that it does not know', () => {
    expect(fold(empty, unknownEvent('task.praised'), at(2), NO_RECORDS)).toEqual({
      state: empty,
      disposition: 'ignored',
      reason: 'unknown_type',
      changed: null,
      added: null,
    });
  });

  it('counts a time that is far ahead of the record as the time of the record', () => {
    const ahead = sampleEvent(
      'task.progressed',
      { percent: 1, stage: 'render' },
      { id: 'a', time: at(9999) },
    );
    const { state } = fold(empty, ahead, at(10), NO_RECORDS);
    expect(state.progress?.key).toEqual({ time: at(10), source: '/worker', id: 'a' });
    expect(state.stages).toEqual([{ stage: 'render', at: at(10) }]);
    const later = sampleEvent('task.progressed', { percent: 2 }, { id: 'b', time: at(11) });
    expect(fold(state, later, at(12), NO_RECORDS).state.progress?.percent).toBe(2);
  });

  it('leaves the state and the event that it is given as they are', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        let state: TaskState = deepFreeze(emptyState('tenant_a', 'task_1'));
        const known = new Map<string, KnownContent>();
        for (const { event, recordTime } of history) {
          const result = deepFreeze(fold(state, deepFreeze(event), recordTime, known));
          state = result.state;
          if (result.added !== null) known.set(...knownAs(result.added));
        }
        expect(state).toEqual(foldHistory(history).state);
      }),
    );
  });
});

describe('foldHistory', () => {
  it('refuses the histories of no task and of two', () => {
    expect(() => foldHistory([])).toThrow('at least one');
    const other = sampleEvent('task.erased', {}, { tenantId: 'tenant_b' });
    expect(() => foldHistory(asLog([sampleEvent('task.erased', {}), other]))).toThrow('of one task');
  });
});

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
