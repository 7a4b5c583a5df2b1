import { taskKey } from '@taskfold/contract';
import type { ChunkWrites } from '@taskfold/database';
import { emptyState, type KnownRecords, knownAs, type TaskState } from '@taskfold/fold';
import { foldHistory, histories, type LoggedEvent } from '@taskfold/fold/testing';
import type { Decoded } from '@taskfold/kafka';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DecodedRecord, foldRecords } from './fold-records.ts';

const REJECTED: Decoded = {
  kind: 'rejected',
  code: 'invalid_json',
  message: 'not JSON',
  tenantId: null,
  taskId: null,
};

function recordsOf(history: readonly LoggedEvent[]): DecodedRecord[] {
  return history.map(({ event, recordTime }, offset) => ({
    record: {
      topic: 'events',
      partition: 0,
      offset,
      timestampMs: Date.parse(recordTime),
      key: null,
      value: null,
      headers: {},
    },
    decoded: { kind: 'event', event },
  }));
}

/** @param fromCache states come from memory as they are; else only those that were written come back. */
function foldInChunks(records: readonly DecodedRecord[], size: number, fromCache: boolean) {
  const states = new Map<string, TaskState>();
  const known = new Map<string, KnownRecords>();
  const written: ChunkWrites[] = [];
  let firstPosition = 0;
  for (let start = 0; start < records.length; start += size) {
    const chunk = records.slice(start, start + size);
    const folded = foldRecords(chunk, states, { partition: 0, firstPosition, known });
    written.push(folded.writes);
    for (const { tenantId, taskId, record } of folded.writes.records) {
      const task = taskKey({ tenantId, taskId });
      known.set(task, new Map(known.get(task)).set(...knownAs(record)));
    }
    firstPosition += folded.writes.changes.length;
    if (fromCache) for (const [key, state] of folded.states) states.set(key, state);
    else for (const { after } of folded.writes.tasks) states.set(taskKey(after), after);
  }
  return { states, written };
}

it('gives the fold of the log, and gapless changes, whatever the chunks', () => {
  fc.assert(
    fc.property(
      histories({ maxLength: 15 }),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      (history, size, fromCache) => {
        const { state, results } = foldHistory(history);
        const { states, written } = foldInChunks(recordsOf(history), size, fromCache);
        expect(states.get(taskKey(state)) ?? emptyState(state.tenantId, state.taskId)).toEqual(state);
        const timeline = written.flatMap((writes) => writes.timeline);
        expect(timeline.map(({ disposition }) => disposition)).toEqual(
          results.map(({ disposition }) => disposition),
        );
        const changes = written.flatMap((writes) => writes.changes);
        expect(changes.map(({ position }) => position)).toEqual(changes.map((_change, index) => index));
        if (state.creation !== null) expect(changes.at(-1)?.revision).toBe(state.revision);
        else expect(changes).toEqual([]);
        for (const { before } of written.flatMap((writes) => writes.tasks)) {
          expect(before?.revision).not.toBe(0);
        }
      },
    ),
  );
});

it('keeps a rejected record apart, and folds its neighbours as if it were not there', () => {
  fc.assert(
    fc.property(histories({ maxLength: 8 }), fc.nat(), (history, place) => {
      const records = recordsOf(history);
      const at = place % records.length;
      const record = {
        topic: 'e',
        partition: 0,
        offset: 99,
        timestampMs: 0,
        key: null,
        value: null,
        headers: {},
      };
      const poisoned = records.toSpliced(at, 0, { record, decoded: REJECTED });
      const start = { partition: 0, firstPosition: 5 };
      const { writes } = foldRecords(poisoned, new Map(), start);
      expect(writes).toEqual({
        ...foldRecords(records, new Map(), start).writes,
        deadLetters: [{ record, code: 'invalid_json', message: 'not JSON', tenantId: null, taskId: null }],
      });
    }),
  );
});

it('ignores the events of a task that retention has removed, at the revision it had last', () => {
  fc.assert(
    fc.property(histories({ maxLength: 6 }), (history) => {
      const records = recordsOf(history);
      const [first] = history;
      if (first === undefined) return;
      const pruned = new Map([[taskKey(first.event), 17]]);
      const { writes, states } = foldRecords(records, new Map(), { partition: 0, firstPosition: 0, pruned });
      expect(states.size).toBe(0);
      expect(writes).toMatchObject({ tasks: [], changes: [], deadLetters: [] });
      for (const entry of writes.timeline) {
        expect(entry).toMatchObject({
          disposition: 'ignored',
          reason: 'pruned',
          revision: 17,
          changed: null,
        });
      }
      expect(writes.timeline).toHaveLength(records.length);
    }),
  );
});

it('makes a dead letter of an event whose fold throws, and folds the others as if it were not there', () => {
  fc.assert(
    fc.property(histories({ maxLength: 15 }), fc.nat(), (history, choice) => {
      const records = recordsOf(history);
      const at = choice % records.length;
      const harmed = records.map((one, offset) =>
        offset === at ? { ...one, record: { ...one.record, timestampMs: Number.NaN } } : one,
      );
      const { writes, states } = foldRecords(harmed, new Map(), { partition: 0, firstPosition: 0 });
      expect(writes.deadLetters).toMatchObject([{ code: 'fold_failed', record: { offset: at } }]);
      const others = foldRecords(records.toSpliced(at, 1), new Map(), { partition: 0, firstPosition: 0 });
      expect(writes.timeline).toEqual(others.writes.timeline);
      expect(states).toEqual(others.states);
    }),
  );
});
