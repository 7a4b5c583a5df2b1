import { instantFromMilliseconds } from '@taskfold/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeChanges } from './merge-changes.ts';
import { parseVector, printVector } from './position-vector.ts';
import type { ChangeWindow, TenantChange } from './read-tenant-changes.ts';

/** A log of three partitions in which a tenant has some of the changes, written at times that do not always rise. */
const logs = fc
  .array(
    fc.record({
      partition: fc.integer({ min: 0, max: 2 }),
      task: fc.integer({ min: 0, max: 5 }),
      own: fc.boolean(),
      second: fc.integer({ min: 0, max: 9 }),
    }),
    { maxLength: 60 },
  )
  .map((entries) => {
    const heads = new Map([0, 1, 2].map((partition) => [partition, 0]));
    const changes = entries.flatMap(({ partition, task, own, second }): TenantChange[] => {
      const position = heads.get(partition) ?? 0;
      heads.set(partition, position + 1);
      const writtenAt = instantFromMilliseconds(second * 1000);
      // A task has one partition.
      return own ? [{ partition, position, taskId: `${partition}_${task}`, revision: 1, writtenAt }] : [];
    });
    return { heads, changes };
  });

const WINDOW = 7;
const windowsOf = (from: ReadonlyMap<number, number>, heads: ReadonlyMap<number, number>): ChangeWindow[] =>
  [...heads]
    .map(([partition, head]) => ({
      partition,
      from: from.get(partition) ?? 0,
      to: Math.min((from.get(partition) ?? 0) + WINDOW, head),
    }))
    .filter((window) => window.from < window.to);

describe('merging the changes of partitions', () => {
  it('skips none, page after page, whatever the sizes', () => {
    const sizes = fc.record({
      limit: fc.integer({ min: 1, max: 5 }),
      perWindow: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(logs, sizes, ({ heads, changes }, { limit, perWindow }) => {
        let vector: ReadonlyMap<number, number> = new Map();
        const shown = new Set<TenantChange>();
        for (let pages = 0; ; pages += 1) {
          expect(pages).toBeLessThan(100);
          const windows = windowsOf(vector, heads);
          if (windows.length === 0) break;
          const read = windows.flatMap(({ partition, from, to }) =>
            changes
              .filter(
                (change) => change.partition === partition && change.position >= from && change.position < to,
              )
              .slice(0, perWindow),
          );
          const merged = mergeChanges({ from: vector, windows, changes: read, perWindow, limit });
          expect(merged.tasks.length).toBeLessThanOrEqual(limit);
          const tasks = new Set(merged.tasks.map(({ taskId }) => taskId));
          for (const change of changes) {
            const before = change.position < (vector.get(change.partition) ?? 0);
            const passed = change.position < (merged.vector.get(change.partition) ?? 0);
            if (passed && !before) {
              expect(tasks).toContain(change.taskId);
              shown.add(change);
            }
          }
          vector = merged.vector;
        }
        expect(shown.size).toBe(changes.length);
        expect(vector).toEqual(new Map([...heads].filter(([, head]) => head > 0)));
      }),
    );
  });

  it('can be gone on with after any task, skipping none', () => {
    fc.assert(
      fc.property(logs, ({ heads, changes }) => {
        const windows = windowsOf(new Map(), heads);
        const read = changes.filter(({ position }) => position < WINDOW);
        const { tasks } = mergeChanges({ from: new Map(), windows, changes: read, perWindow: 99, limit: 99 });
        for (const [index, { after }] of tasks.entries()) {
          const told = new Set(tasks.slice(0, index + 1).map(({ taskId }) => taskId));
          for (const { partition, position, taskId } of read) {
            if (position < (after.get(partition) ?? 0)) expect(told).toContain(taskId);
          }
        }
      }),
    );
  });
});

describe('a vector of positions', () => {
  it('comes back from its text', () => {
    const vectors = fc
      .uniqueArray(fc.tuple(fc.nat(999_999), fc.nat()), { selector: ([partition]) => partition })
      .map((entries) => new Map(entries));
    fc.assert(
      fc.property(vectors, (vector) => {
        expect(parseVector(printVector(vector))).toEqual(vector);
      }),
    );
  });

  it.each(['none', '1', '1:', ':1', '1:2,', '1:2;3:4', '-1:2'])('is not %s', (text) => {
    expect(parseVector(text)).toBeNull();
  });
});
