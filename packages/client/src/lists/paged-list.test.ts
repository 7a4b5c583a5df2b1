import { expect, test } from 'vitest';
import { Taskfold } from '../client.ts';
import { answering } from '../harness/answering-server.ts';

const page = (ids: readonly string[], next_cursor: string | null) => ({
  json: {
    object: 'list',
    data: ids.map((task_id) => ({ object: 'task', task_id })),
    next_cursor,
    has_more: next_cursor !== null,
  },
});

async function listed() {
  const api = await answering(page(['a', 'b'], 'c1'), page([], 'c2'), page(['c'], null));
  const cursors = () => api.requests.map(({ path }) => new URL(path, api.url).searchParams.get('cursor'));
  return {
    list: new Taskfold({ apiKey: 'sk-1', baseUrl: api.url }).tasks.list({ order: 'asc' }),
    api,
    cursors,
  };
}

test('a list is read over its pages, also empty ones, each asked for when it is needed', async () => {
  const { list, api, cursors } = await listed();
  const ids: string[] = [];
  for await (const { task_id } of list) {
    if (ids.length === 0) expect(api.requests).toHaveLength(1);
    ids.push(task_id);
  }
  expect(ids).toEqual(['a', 'b', 'c']);
  expect(cursors()).toEqual([null, 'c1', 'c2']);
  expect(api.requests.every(({ path }) => path.includes('order=asc'))).toBe(true);
});

test('a list is read page by page, or as far as is wanted', async () => {
  const whole = await listed();
  const sizes: number[] = [];
  for await (const { data } of whole.list.pages()) sizes.push(data.length);
  expect(sizes).toEqual([2, 0, 1]);
  const part = await listed();
  expect((await part.list.toArray(2)).map(({ task_id }) => task_id)).toEqual(['a', 'b']);
  expect(await part.list.toArray(0)).toEqual([]);
  expect(part.api.requests).toHaveLength(1);
});

test('any number of ids is asked for, a hundred at once', async () => {
  const api = await answering(page(['x'], 'more'), page(['y'], null), page(['z'], null));
  const ids = Array.from({ length: 150 }, (_, index) => `t${index}`);
  const found = await new Taskfold({ apiKey: 'sk-1', baseUrl: api.url }).tasks.batchGet(ids, {
    expand: ['usage'],
  });
  expect(found.map(({ task_id }) => task_id)).toEqual(['x', 'y', 'z']);
  const bodies = api.requests.map(({ body }) => JSON.parse(body));
  expect(bodies.map((body) => [body.ids.length, body.cursor, body.expand])).toEqual([
    [100, undefined, ['usage']],
    [100, 'more', ['usage']],
    [50, undefined, ['usage']],
  ]);
});
