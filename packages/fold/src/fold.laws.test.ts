import type { TaskEvent } from '@taskfold/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyState } from './empty-state.ts';
import { factsOf } from './facts/task-facts.ts';
import { visible } from './facts/visible-task.ts';
import { fold } from './fold.ts';
import { MAX_USAGE_LINES } from './joins/usage-lines.ts';
import { type KnownContent, knownAs } from './known-records.ts';
import { renderTask } from './render/task.ts';
import type { FoldResult, TaskState } from './state.ts';
import {
  asLog,
  CONTENT_MARK,
  eventSets,
  foldHistory,
  histories,
  type LoggedEvent,
  sampleEvent,
  shuffled,
} from './testing/index.ts';
import { usageDigest } from './usage-digest.ts';

const RANK = { queued: 0, running: 1, succeeded: 2, failed: 2, canceled: 2 } as const;

describe('the laws of the fold', () => {
  it('comes to the same task in every order and with every repetition, with what arrival decides held fixed', () => {
    const cases = histories().chain((history) => {
      const events = history.map(({ event }) => event);
      const again = fc.subarray(events).chain((repeated) => shuffled([...events, ...repeated]));
      return fc.tuple(fc.constant(history), again);
    });
    fc.assert(
      fc.property(cases, ([history, reordered]) => {
        const other = asLog(withSameArrivals(history, reordered));
        expect(withoutOrder(foldHistory(other).state)).toEqual(withoutOrder(foldHistory(history).state));
      }),
      { numRuns: 500 },
    );
  });

  it('counts as revision exactly the events that it applied, and dates the task by the last of them', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        const { state, results } = foldHistory(history);
        expect(state.revision).toBe(results.filter(isApplied).length);
        expect(state.updatedAt).toBe(history[results.findLastIndex(isApplied)]?.recordTime ?? null);
      }),
    );
  });

  it('applies an event exactly when something that is stored changes', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        for (const { before, result } of transitions(history)) {
          const isSame = JSON.stringify(withoutOrder(result.state)) === JSON.stringify(withoutOrder(before));
          if (isApplied(result)) expect(isSame).toBe(false);
          else if (result.disposition === 'conflict')
            expect({ ...before, conflict: true }).toEqual(result.state);
          else expect(result.state).toBe(before);
          expect(result.changed === null).toBe(!isApplied(result));
          expect(result.reason === null).toBe(result.disposition !== 'ignored');
        }
      }),
    );
  });

  it('never lets the status fall, nor the end change', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        for (const { before, result } of transitions(history)) {
          expect(RANK[result.state.status]).toBeGreaterThanOrEqual(RANK[before.status]);
          if (before.end !== null) expect(result.state.status).toBe(before.status);
        }
      }),
    );
  });

  it('changes nothing when any prefix of the log comes again', () => {
    const cases = histories().chain((history) =>
      fc.tuple(fc.constant(history), fc.integer({ min: 1, max: history.length })),
    );
    fc.assert(
      fc.property(cases, ([history, length]) => {
        const { state, known } = foldHistory(history);
        for (const { event, recordTime } of history.slice(0, length)) {
          const again = fold(state, event, recordTime, known);
          expect(again.state).toBe(state);
          expect(again.disposition).not.toBe('applied');
        }
      }),
    );
  });

  it('recognises at once that an event is repeated', () => {
    fc.assert(
      fc.property(eventSets().map(asLog), (history) => {
        for (const { result, known, event, recordTime } of transitions(history)) {
          // A late start of a stage leaves a time behind, not a key, so its repetition is only known to be old.
          if (!isApplied(result) || result.changed?.stage_started !== undefined) continue;
          if (event.type === 'task.callback_attempted' && !holdsKeyOf(result.state, event)) continue;
          expect(fold(result.state, event, recordTime, known).disposition).toBe('duplicate');
        }
      }),
    );
  });

  it('folds on from a stored state as from one that never left memory', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        let stored = emptyState('tenant_a', 'task_1');
        const records = new Map<string, KnownContent>();
        for (const { event, recordTime } of history) {
          const { state, added } = fold(stored, event, recordTime, records);
          stored = JSON.parse(JSON.stringify(state));
          if (added !== null) records.set(...asStored(knownAs(added)));
        }
        expect(stored).toStrictEqual(foldHistory(history).state);
      }),
    );
  });

  it('keeps no content of an erased task, whatever comes afterwards', () => {
    fc.assert(
      fc.property(histories(), fc.nat(), (history, position) => {
        const events = history.map(({ event }) => event);
        const withErasure = events.toSpliced(position % events.length, 0, sampleEvent('task.erased', {}));
        for (const { result } of transitions(asLog(withErasure))) {
          expect(JSON.stringify(result.changed)).not.toContain(CONTENT_MARK);
          if (result.state.erased) expect(JSON.stringify(result.added)).not.toContain(CONTENT_MARK);
          if (result.state.erased) expect(everythingShown(result.state)).not.toContain(CONTENT_MARK);
        }
      }),
    );
  });

  it('goes beyond every bound often enough, or the laws would say nothing of what is cut off', () => {
    const states = fc.sample(histories(), { numRuns: 300, seed: 1 }).map((log) => foldHistory(log).state);
    const cut = states.flatMap(({ usage }) =>
      usage !== null && usage.shown.length < usage.lines ? [usage] : [],
    );
    expect(cut.filter(({ shown }) => shown.length === MAX_USAGE_LINES).length).toBeGreaterThan(3);
    expect(cut.filter(({ shown }) => shown.length < MAX_USAGE_LINES).length).toBeGreaterThan(3);
  });

  it('has content to lose in every kind of place, or the law above would be empty', () => {
    const kinds = new Set<string>();
    for (const history of fc.sample(histories(), { numRuns: 300, seed: 1 })) {
      const { state, results } = foldHistory(history);
      if (results.some(({ added }) => JSON.stringify(added).includes(CONTENT_MARK))) kinds.add('added');
      for (const kind of Object.keys(state) as (keyof TaskState)[]) {
        if (JSON.stringify(state[kind])?.includes(CONTENT_MARK)) kinds.add(kind);
      }
    }
    expect([...kinds].sort()).toEqual(
      ['added', 'cancelRequest', 'creation', 'end', 'output', 'progress', 'warnings'].sort(),
    );
  });
});

/** As a database gives it back: of a usage record it tells the digest alone. */
function asStored([key, content]: readonly [string, KnownContent]): readonly [string, KnownContent] {
  return [key, typeof content === 'string' ? content : usageDigest(content)];
}

function isApplied(result: FoldResult): boolean {
  return result.disposition === 'applied';
}

function withoutOrder({ revision: _revision, updatedAt: _updatedAt, ...task }: TaskState) {
  return task;
}

function transitions(history: readonly LoggedEvent[]) {
  let state = emptyState('tenant_a', 'task_1');
  const known = new Map<string, KnownContent>();
  return history.map(({ event, recordTime }) => {
    const before = state;
    const result = fold(before, event, recordTime, known);
    state = result.state;
    if (result.added !== null) known.set(...knownAs(result.added));
    return { event, recordTime, before, result, known };
  });
}

function everythingShown(state: TaskState): string {
  const facts = factsOf(state);
  const task = visible(facts);
  return JSON.stringify(state) + JSON.stringify(facts) + (task === null ? '' : renderTask(task));
}

function holdsKeyOf(state: TaskState, event: TaskEvent): boolean {
  return state.callbacks.some(({ key }) => key.source === event.source && key.id === event.id);
}

/** The events of a reordered log with, in each place where arrival decides, the one that came first in the original. */
function withSameArrivals(history: readonly LoggedEvent[], reordered: readonly TaskEvent[]): TaskEvent[] {
  const winners = new Map<string, TaskEvent>();
  for (const { event } of history) {
    const contest = contestOf(event);
    if (contest !== null && !winners.has(contest)) winners.set(contest, event);
  }
  const events = [...reordered];
  for (const [contest, winner] of winners) {
    const first = events.findIndex((event) => contestOf(event) === contest);
    const place = events.indexOf(winner);
    events[place] = events[first] as TaskEvent;
    events[first] = winner;
  }
  return events;
}

/** Names what an event competes for by arriving first, if it does. */
function contestOf(event: TaskEvent): string | null {
  switch (event.type) {
    case 'task.created':
      return 'creation';
    case 'task.succeeded':
    case 'task.failed':
    case 'task.canceled':
      return 'end';
    case 'task.usage_recorded':
      return `usage ${event.source} ${event.id}`;
    case 'task.charged':
    case 'task.refunded':
      return `${event.type} ${event.data.entry_id}`;
    default:
      return null;
  }
}
