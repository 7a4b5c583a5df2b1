import type { TaskSummary } from '@taskfold/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleTask } from '../testing/sample-task.ts';
import { RowList } from './row-list.ts';
import { appendPage, applyUpdates, type Rows, renewPage } from './rows.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
const task = (id: string, second: number, revision = 1) =>
  sampleTask({ task_id: id, created_at: at(second), revision });
const rows = (...tasks: TaskSummary[]): Rows => ({ tasks: RowList.of(tasks), more: true });
const all = () => true;
const ids = ({ tasks }: Rows) => [...tasks].map(({ task_id: id }) => id);

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
  expect([...after.tasks].map(({ revision }) => revision)).toEqual([6]);
  expect(applyUpdates(held, [task('d', 40)], () => false, 0).rows).toBe(held);
});

test('a page that is asked for again takes the place of what it covers', () => {
  const held = { ...rows(task('d', 40), task('c', 30), task('b', 20)), more: false };
  const renewed = renewPage(held, [task('e', 50), task('c', 30, 2)], true);
  expect(ids(renewed.rows)).toEqual(['e', 'c', 'b']);
  expect(renewed).toMatchObject({ renewed: false, rows: { more: false } });
  expect(ids(renewPage(held, [task('a', 10)], true).rows)).toEqual(['a']);
  expect(renewPage(held, [task('e', 50)], false)).toMatchObject({ renewed: true, rows: { more: false } });
});

/** The same on an array, as one would write it first. */
interface Model {
  readonly tasks: readonly TaskSummary[];
  readonly more: boolean;
}

function updateModel(
  model: Model,
  updates: readonly TaskSummary[],
  passes: (task: TaskSummary) => boolean,
  place: number,
) {
  const tasks = [...model.tasks];
  const newest = [...new Set(updates.map(({ task_id: id }) => id))].flatMap((id) =>
    updates
      .filter((each) => each.task_id === id)
      .toSorted((a, b) => b.revision - a.revision)
      .slice(0, 1),
  );
  const moved = new Set<string>();
  let above = 0;
  for (const update of newest) {
    const known = tasks.findIndex(({ task_id: id }) => id === update.task_id);
    if (known >= 0 && (tasks[known]?.revision ?? 0) >= update.revision) continue;
    if (known >= 0) tasks[known] = update;
    else {
      if (!passes(update)) continue;
      const older = (each: TaskSummary) =>
        each.created_at < update.created_at ||
        (each.created_at === update.created_at && each.task_id < update.task_id);
      const belongs = tasks.filter((each) => !older(each)).length;
      if (belongs === tasks.length && model.more) continue;
      tasks.splice(belongs, 0, update);
      if (belongs <= place + above) above += 1;
    }
    moved.add(update.task_id);
  }
  return { model: { ...model, tasks }, above, moved };
}

function appendToModel(model: Model, page: readonly TaskSummary[], more: boolean): Model {
  const known = model.tasks.map(({ task_id: id }) => id);
  return { tasks: [...model.tasks, ...page.filter(({ task_id: id }) => !known.includes(id))], more };
}

/** Among more rows than a chunk holds, several to a second. */
const numbered = fc.integer({ min: 0, max: 2000 }).map((number) => ({
  id: `t${String(number).padStart(4, '0')}`,
  second: Math.floor(number / 3),
}));
const updated = fc.record({ numbered, revision: fc.integer({ min: 1, max: 5 }) });
const step = fc.oneof(
  fc.record({
    kind: fc.constant('updates' as const),
    updates: fc.array(updated, { maxLength: 40 }),
    place: fc.nat(1500),
    passing: fc.constantFrom(1, 2, 3),
  }),
  fc.record({
    kind: fc.constant('page' as const),
    size: fc.integer({ min: 0, max: 300 }),
    more: fc.boolean(),
  }),
);

test('a list in chunks is the list that one would write first, whatever comes in whatever order', () => {
  fc.assert(
    fc.property(fc.nat(1200), fc.array(step, { maxLength: 12 }), (begin, steps) => {
      // The newest are there, every other one: updates come between them and below.
      const first = Array.from({ length: begin }, (_, index) => {
        const number = 2000 - index;
        return task(`t${String(number).padStart(4, '0')}`, Math.floor(number / 3));
      }).filter((_, index) => index % 2 === 0);
      let next = 2000 - begin;
      let held: Rows = { tasks: RowList.of(first), more: true };
      let model: Model = { tasks: first, more: true };
      for (const each of steps) {
        if (each.kind === 'page') {
          // Nothing follows the last page.
          if (!held.more) continue;
          const page = Array.from({ length: Math.min(each.size, Math.max(next, 0)) }, (_, index) =>
            task(`t${String(next - index).padStart(4, '0')}`, Math.floor((next - index) / 3)),
          );
          next -= page.length;
          held = appendPage(held, page, each.more);
          model = appendToModel(model, page, each.more);
        } else {
          const tasks = each.updates.map(({ numbered: { id, second }, revision }) =>
            task(id, second, revision),
          );
          const passes = ({ revision }: TaskSummary) => revision % each.passing === 0;
          const applied = applyUpdates(held, tasks, passes, each.place);
          const expected = updateModel(model, tasks, passes, each.place);
          expect({ above: applied.above, moved: [...applied.moved] }).toEqual({
            above: expected.above,
            moved: [...expected.moved],
          });
          held = applied.rows;
          model = expected.model;
        }
        expect([...held.tasks]).toEqual(model.tasks);
        expect(held.more).toBe(model.more);
      }
      expect(held.tasks.length).toBe(model.tasks.length);
      for (const [place, { task_id: id }] of model.tasks.entries()) {
        if (held.tasks.placeOf(id) !== place || held.tasks.at(place)?.task_id !== id)
          throw new Error(`${id} is not at ${place}`);
      }
      const cut = Math.floor(model.tasks.length / 3);
      expect([...held.tasks.from(cut)]).toEqual(model.tasks.slice(cut));
      expect(held.tasks.at(model.tasks.length)).toBeUndefined();
      expect(held.tasks.at(-1)).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});
