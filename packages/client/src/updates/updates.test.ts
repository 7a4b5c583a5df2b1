import { EXAMPLE_UPDATE, taskUpdated } from '@taskfold/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeUpdate, InvalidUpdateError, type TaskUpdate, type UpdatedTask } from './decode-update.ts';
import { latest } from './latest.ts';

const TASK: UpdatedTask = JSON.parse(JSON.stringify(EXAMPLE_UPDATE.data));
const KEY = `tenant_acme/${EXAMPLE_UPDATE.subject}`;

test('a record is read from texts and from bytes', () => {
  const value = JSON.stringify(EXAMPLE_UPDATE);
  const expected = {
    key: KEY,
    tenant: 'tenant_acme',
    taskId: EXAMPLE_UPDATE.subject,
    revision: 11,
    task: EXAMPLE_UPDATE.data,
    truncated: false,
    removed: false,
  };
  expect(decodeUpdate({ key: KEY, value })).toEqual(expected);
  expect(decodeUpdate({ key: Buffer.from(KEY), value: Buffer.from(value) })).toEqual(expected);
  const { input: _, ...data } = EXAMPLE_UPDATE.data;
  const large = taskUpdated.parse({ ...EXAMPLE_UPDATE, truncated: true, data });
  expect(decodeUpdate({ key: KEY, value: JSON.stringify(large) })).toMatchObject({
    truncated: true,
    task: data,
  });
});

test('what is no update is said to be none', () => {
  const value = JSON.stringify(EXAMPLE_UPDATE);
  for (const key of [null, '', 'task_1', '/task_1', 'a/', 'a/b/c']) {
    expect(() => decodeUpdate({ key, value })).toThrow('is this the topic task.updates?');
  }
  for (const other of ['', 'null', '[]', '{}', JSON.stringify({ ...EXAMPLE_UPDATE, type: 'task.created' })]) {
    expect(() => decodeUpdate({ key: KEY, value: other })).toThrow(InvalidUpdateError);
  }
});

const updates = fc.array(
  fc
    .record({ task: fc.constantFrom('a', 'b', 'c'), revision: fc.integer({ min: 0, max: 5 }) })
    .map(({ task, revision }): TaskUpdate => {
      const place = { key: `acme/${task}`, tenant: 'acme', taskId: task };
      if (revision === 0) return { ...place, removed: true };
      const data = { ...TASK, task_id: task, revision };
      return { ...place, revision, task: data, truncated: false, removed: false };
    }),
);

const heldAfter = (list: readonly TaskUpdate[]) => {
  const tasks = latest();
  for (const update of list) tasks.apply(update);
  return [...tasks].toSorted((one, other) => one.key.localeCompare(other.key));
};

test('whatever the order and however often, the same is held', () => {
  fc.assert(
    fc.property(
      updates.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
      ),
      ([list, again]) => {
        expect(heldAfter(again)).toEqual(heldAfter(list));
      },
    ),
  );
});

test('of a task the highest revision is held, and news is said to be news', () => {
  fc.assert(
    fc.property(updates, (list) => {
      const tasks = latest();
      const news = list.filter((update) => tasks.apply(update));
      for (const task of ['a', 'b', 'c']) {
        const ofTask = list.filter(({ taskId }) => taskId === task);
        const highest = Math.max(
          ...ofTask.map((update) => (update.removed ? Number.POSITIVE_INFINITY : update.revision)),
        );
        expect(tasks.get('acme', task)?.revision).toBe(Number.isFinite(highest) ? highest : undefined);
        const revisions = news.flatMap((update) =>
          update.taskId === task && !update.removed ? [update.revision] : [],
        );
        expect(revisions).toEqual([...new Set(revisions)].toSorted((one, other) => one - other));
      }
      expect(tasks.size).toBe(new Set(list.map(({ key }) => key)).size);
    }),
  );
});

test('within a bound, that task goes whose update came longest ago', () => {
  const update = (taskId: string, revision: number): TaskUpdate => ({
    ...{ key: `acme/${taskId}`, tenant: 'acme', taskId, revision, truncated: false, removed: false },
    task: TASK,
  });
  const tasks = latest({ maxTasks: 2 });
  for (const [task, revision] of [
    ['a', 1],
    ['b', 1],
    ['a', 2],
    ['c', 1],
  ] as const)
    tasks.apply(update(task, revision));
  expect([...tasks].map(({ taskId }) => taskId)).toEqual(['a', 'c']);
});
