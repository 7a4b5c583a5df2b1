import { ConnectionError, type TaskSummary } from '@taskfold/client';
import { expect, test } from 'vitest';
import { refusal } from '../testing/refusal.ts';
import { sampleTask } from '../testing/sample-task.ts';
import { createLiveTasks, type LiveTasksOptions } from './live-tasks.ts';

const task = (id: string, revision = 1) =>
  sampleTask({ task_id: id, revision, created_at: `2026-01-01T00:00:0${id.length}.000Z` });

/** A feed whose news are given one by one, and lists whose pages are given in turn. */
function given(
  pages: readonly (readonly TaskSummary[] | Error)[],
  {
    onUpdates = () => {},
    ...more
  }: Partial<LiveTasksOptions> & { readonly onUpdates?: (cursor: string | undefined) => void } = {},
) {
  const news: ((answer: readonly TaskSummary[] | Error) => void)[] = [];
  const left = [...pages];
  const pauses: number[] = [];
  const list = createLiveTasks({
    page: async () => {
      const page = left.shift() ?? [];
      if (page instanceof Error) throw page;
      return { data: page, next_cursor: left.length > 0 ? 'next' : null, has_more: left.length > 0 };
    },
    updates: async (cursor, signal) => {
      onUpdates(cursor);
      if (cursor === undefined) return { data: [], next_cursor: 'now' };
      const { promise, resolve } = Promise.withResolvers<readonly TaskSummary[] | Error>();
      signal.addEventListener('abort', () => resolve(new Error('aborted')));
      news.push(resolve);
      const answer = await promise;
      if (answer instanceof Error) throw answer;
      return { data: answer, next_cursor: 'later' };
    },
    passes: () => true,
    decidable: true,
    pause: async (milliseconds) => void pauses.push(milliseconds),
    ...more,
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return {
    list,
    pauses,
    settle,
    ids: () => [...list.get().rows.tasks].map(({ task_id: id }) => id),
    async bring(answer: readonly TaskSummary[] | Error) {
      news.shift()?.(answer);
      await settle();
    },
  };
}

test('what changes moves in, but waits while the list is held', async () => {
  const { list, ids, bring, settle } = given([[task('a')]]);
  const stop = list.start();
  await settle();
  expect(list.get()).toMatchObject({ phase: 'ready' });
  await bring([task('bb')]);
  expect(ids()).toEqual(['bb', 'a']);
  list.hold(true);
  await bring([task('ccc'), task('a', 2)]);
  await bring([task('a', 3)]);
  expect(ids()).toEqual(['bb', 'a']);
  expect(list.get().waiting).toBe(2);
  list.hold(false);
  expect(ids()).toEqual(['ccc', 'bb', 'a']);
  expect(list.get()).toMatchObject({ waiting: 0 });
  expect([...list.get().rows.tasks].at(-1)?.revision).toBe(3);
  stop();
});

test('what a held list keeps is bounded: the feed is asked on when the list is let go', async () => {
  const asked: (string | undefined)[] = [];
  const { list, ids, bring, settle } = given([[task('a')]], {
    pause: (_, signal) =>
      new Promise((resolve, reject) => {
        if (!list.get().manyWait) resolve();
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
    onUpdates: (cursor) => asked.push(cursor),
  });
  const stop = list.start();
  await settle();
  list.hold(true);
  const many = Array.from({ length: 2500 }, (_, index) => task(`many_${index}`));
  await bring(many.slice(0, 1500));
  expect(list.get()).toMatchObject({ waiting: 1500, manyWait: false });
  await bring(many.slice(1500));
  expect(list.get()).toMatchObject({ waiting: 2500, manyWait: true });
  const before = asked.length;
  await settle();
  expect(asked.length).toBe(before);
  expect(ids()).toEqual(['a']);
  list.hold(false);
  expect(ids().length).toBe(2501);
  expect(list.get()).toMatchObject({ waiting: 0, manyWait: false });
  await settle();
  expect(asked.slice(before)).toEqual(['later']);
  await bring([task('bb')]);
  expect(ids().length).toBe(2502);
  stop();
});

test('an API that is away is asked again, less and less often; a refusal ends it', async () => {
  const { list, pauses, bring, settle } = given([
    new ConnectionError('away'),
    new ConnectionError('away'),
    [task('a')],
  ]);
  const stop = list.start();
  await settle();
  expect(pauses).toEqual([500, 1000]);
  expect(list.get()).toMatchObject({ phase: 'ready', failure: null });
  const refused = refusal(401, 'invalid_api_key');
  await bring(refused);
  expect(list.get()).toMatchObject({ phase: 'failed', failure: refused });
  stop();
});

test('where a cursor is good no more the list begins anew, and shows what it has until then', async () => {
  const { list, ids, bring, settle } = given([[task('a')], [task('bb'), task('a')]]);
  const stop = list.start();
  await settle();
  list.more();
  await settle();
  await bring(refusal(410, 'cursor_expired'));
  expect(list.get().phase).toBe('ready');
  expect(ids()).toEqual([]);
  stop();
});

test('pages follow one another, each once', async () => {
  const { list, ids, settle } = given([[task('ccc')], [task('bb')], [task('a')]]);
  const stop = list.start();
  await settle();
  list.more();
  list.more();
  await settle();
  expect(ids()).toEqual(['ccc', 'bb']);
  list.more();
  await settle();
  expect(ids()).toEqual(['ccc', 'bb', 'a']);
  expect(list.get().rows.more).toBe(false);
  stop();
});

test('a list that only the API decides on is asked for again after a change', async () => {
  const { list, ids, bring, settle } = given([[task('a')], [task('bb')]], { decidable: false });
  const stop = list.start();
  await settle();
  await bring([task('a', 2)]);
  expect(ids()).toEqual(['bb']);
  stop();
});
