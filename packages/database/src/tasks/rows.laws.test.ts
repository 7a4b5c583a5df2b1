import { emptyState, type TaskState, viewOf } from '@taskfold/fold';
import { foldHistory, histories } from '@taskfold/fold/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowOfState } from './row-of-state.ts';
import { stateOfRow } from './state-of-row.ts';
import { ROW_COLUMNS, TASK_COLUMNS } from './task-columns.ts';
import { viewOfRow } from './view-of-row.ts';

/** What folding histories comes to, tasks that are not created yet among them. */
const states = histories()
  .map((history) => foldHistory(history).state)
  .filter((state) => state.revision > 0);

describe('a row of tasks', () => {
  it('holds the whole state, with the rows of usage and ledger', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(stateOfRow(rowOfState(state))).toEqual(state);
      }),
      { numRuns: 500 },
    );
  });

  it('shows what the fold shows', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(viewOfRow(rowOfState(state))).toEqual(viewOf(state));
      }),
      { numRuns: 500 },
    );
  });

  it('has every column of the table but the partition, and no other, in the order in which they are written', () => {
    const columns = ROW_COLUMNS.map(({ name }) => name);
    fc.assert(
      fc.property(states, (state) => {
        expect(Object.keys(rowOfState(state))).toEqual(columns);
      }),
      { numRuns: 20 },
    );
  });

  it('can be stored: nothing is undefined, and JSON is JSON', () => {
    fc.assert(
      fc.property(states, (state) => {
        const row: Readonly<Record<string, unknown>> = { ...rowOfState(state) };
        for (const { name, type } of TASK_COLUMNS) {
          if (name === 'kafka_partition') continue;
          expect(row[name], name).not.toBeUndefined();
          if (type.startsWith('json') && row[name] !== null)
            expect(() => JSON.parse(String(row[name])), name).not.toThrow();
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is not made of a task that no event changed', () => {
    expect(() => rowOfState(emptyState('acme', 'task_1'))).toThrow('no event changed the task task_1');
  });

  it('is not read where a key is missing that belongs to a time', () => {
    const isCreated = (state: TaskState) => state.creation !== null;
    fc.assert(
      fc.property(states.filter(isCreated), (state) => {
        expect(() => stateOfRow({ ...rowOfState(state), fold_keys: '{}' })).toThrow('without the key');
      }),
      { numRuns: 20 },
    );
  });
});
