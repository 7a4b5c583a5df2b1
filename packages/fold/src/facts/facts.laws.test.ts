import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyState } from '../empty-state.ts';
import { fold } from '../fold.ts';
import { type KnownContent, knownAs } from '../known-records.ts';
import { renderTask } from '../render/task.ts';
import type { TaskState } from '../state.ts';
import { withoutContent } from '../strip-content.ts';
import { foldHistory, histories, type LoggedEvent, sampleEvent } from '../testing/index.ts';
import { changedGroups } from './changed-groups.ts';
import { stateOf } from './state-of.ts';
import { FACT_COLUMNS, factsOf } from './task-facts.ts';
import { visible } from './visible-task.ts';

/** What folding histories comes to, tasks that are not created yet among them. */
const states = histories()
  .map((history) => foldHistory(history).state)
  .filter((state) => state.revision > 0);

describe('the facts of a task', () => {
  it('hold the whole state, with the rows of usage and ledger', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(stateOf(factsOf(state))).toStrictEqual(state);
      }),
      { numRuns: 500 },
    );
  }, 30_000);

  it('show of an erased task what erasing what is shown comes to', () => {
    fc.assert(
      fc.property(states, (state) => {
        const erased = sampleEvent('task.erased', {}, { id: 'erasure' });
        const after = visible(factsOf(fold(state, erased, state.updatedAt ?? erased.time, new Map()).state));
        const before = visible(factsOf(state));
        if (before === null || after === null) {
          expect(after).toBe(before);
          return;
        }
        const { revision, updated_at } = after;
        expect(JSON.parse(renderTask({ ...withoutContent(before), revision, updated_at }))).toEqual(
          JSON.parse(renderTask(after)),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('change with an event only in the groups that are said to have changed', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        for (const { name, isSaid } of changes(history)) expect(isSaid, name).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('change all of them with some event, or the law above would say nothing of those that do not', () => {
    const seen = fc.sample(histories(), { numRuns: 400, seed: 1 }).flatMap(changes);
    const changed = new Set<string>(seen.map(({ name }) => name));
    const never = FACT_COLUMNS.filter(({ name }) => !changed.has(name)).map(({ name }) => name);
    expect(never).toEqual(['tenant_id', 'task_id']);
  }, 30_000);

  it('are those of the table, and no other, in its order', () => {
    const columns = FACT_COLUMNS.map(({ name }) => name);
    fc.assert(
      fc.property(states, (state) => {
        expect(Object.keys(factsOf(state))).toEqual(columns);
      }),
      { numRuns: 20 },
    );
  });

  it('can be stored: nothing is undefined, and JSON is JSON', () => {
    fc.assert(
      fc.property(states, (state) => {
        const facts = factsOf(state);
        for (const { name, type } of FACT_COLUMNS) {
          expect(facts[name], name).not.toBeUndefined();
          if (type.startsWith('json') && facts[name] !== null)
            expect(() => JSON.parse(String(facts[name])), name).not.toThrow();
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are not known of a task that no event changed', () => {
    expect(() => factsOf(emptyState('acme', 'task_1'))).toThrow('no event changed the task task_1');
  });

  it('are no state where a key is missing that belongs to a time', () => {
    const isCreated = (state: TaskState) => state.creation !== null;
    fc.assert(
      fc.property(states.filter(isCreated), (state) => {
        expect(() => stateOf({ ...factsOf(state), fold_keys: '{}' })).toThrow('without the key');
      }),
      { numRuns: 20 },
    );
  });
});

/** The facts that the events of a history change once there is a task, and whether their group is said to have changed. */
function changes(history: readonly LoggedEvent[]) {
  let before = emptyState('tenant_a', 'task_1');
  const known = new Map<string, KnownContent>();
  return history.flatMap(({ event, recordTime }) => {
    const was = before;
    const { state, added } = fold(was, event, recordTime, known);
    before = state;
    if (added !== null) known.set(...knownAs(added));
    if (was.revision === 0 || state === was) return [];
    const groups = { key: false, progress: true, ...changedGroups(was, state) };
    const [from, to] = [factsOf(was), factsOf(state)];
    return FACT_COLUMNS.filter(({ name }) => JSON.stringify(from[name]) !== JSON.stringify(to[name])).map(
      ({ name, group }) => ({ name, isSaid: groups[group] }),
    );
  });
}
