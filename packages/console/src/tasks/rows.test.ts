import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleTask } from '../testing/sample-task.ts';
import { appendPage, applyUpdates, type Rows } from './rows.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
const task = (id: string, second: number, revision = 1) =>
  sampleTask({ task_id: id, created_at: at(second), revision });
const rows = (...tasks: ReturnType<typeof task>[]): Rows => ({ tasks, more: true });
const all = () => true;
const ids = ({ tasks }: Rows) => tasks.map(({ task_id: id }) => id);

test('new tasks come to their place, and move down whoever reads below', () => {
  const {
    rows: after,
    above,
    moved,
  } = applyUpdates(rows(task('c', 30), task('a', 10)), [task('d', 40), task('b', 20)], all, 1);
  expect(ids(after)).toEqual(['d', 'c', 'b', 'a']);
  expect(above).toBe(2);
  expect([...moved]).toEqual(['d', 'b']);
});

test('what is older than what was fetched is left to its page, unless there is none', () => {
  const held = rows(task('c', 30));
  expect(applyUpdates(held, [task('a', 10)], all, 0).rows).toBe(held);
  expect(ids(applyUpdates({ ...held, more: false }, [task('a', 10)], all, 0).rows)).toEqual(['c', 'a']);
});

test('a row never goes back, and stays where it passes no more', () => {
  const held = rows(task('c', 30, 5));
  expect(applyUpdates(held, [task('c', 30, 4)], all, 0).rows).toBe(held);
  const { rows: after } = applyUpdates(held, [task('c', 30, 6)], () => false, 0);
  expect(after.tasks.map(({ revision }) => revision)).toEqual([6]);
  expect(applyUpdates(held, [task('d', 40)], () => false, 0).rows).toBe(held);
});

test('whatever comes in whatever order: no task twice, the newest state of each, the newest first', () => {
  const update = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    revision: fc.integer({ min: 1, max: 9 }),
  });
  const batches = fc.array(fc.array(update, { maxLength: 5 }), { maxLength: 6 });
  fc.assert(
    fc.property(batches, (given) => {
      let held: Rows = { tasks: [], more: false };
      const newest = new Map<string, number>();
      for (const batch of given) {
        const tasks = batch.map(({ id, revision }) => task(id, id.charCodeAt(0), revision));
        held = applyUpdates(held, tasks, all, 0).rows;
        for (const { id, revision } of batch) newest.set(id, Math.max(revision, newest.get(id) ?? 0));
      }
      expect(ids(held)).toEqual([...newest.keys()].toSorted().toReversed());
      for (const { task_id: id, revision } of held.tasks) expect(revision).toBe(newest.get(id));
    }),
  );
});

test('a page brings no task again that the feed brought before', () => {
  expect(ids(appendPage(rows(task('c', 30), task('b', 20)), [task('b', 20), task('a', 10)], false))).toEqual([
    'c',
    'b',
    'a',
  ]);
});
