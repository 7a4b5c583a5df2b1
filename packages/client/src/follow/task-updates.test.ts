import { expect, test } from 'vitest';
import { Taskfold } from '../client.ts';
import { answering, type GivenAnswer } from '../harness/answering-server.ts';

const page = (ids: readonly string[], next_cursor: string): GivenAnswer => ({
  json: { object: 'list', data: ids.map((task_id) => ({ task_id })), next_cursor, has_more: false },
});
const ERROR = { message: 'No.', request_id: 'r' };
const away: GivenAnswer = {
  status: 503,
  headers: { 'retry-after': '0' },
  json: { error: { ...ERROR, code: 'service_unavailable', retryable: true } },
};
const expired: GivenAnswer = {
  status: 410,
  json: { error: { ...ERROR, code: 'cursor_expired', retryable: false } },
};

async function read(answers: readonly GivenAnswer[], options = {}) {
  const api = await answering(...answers, expired);
  const found: unknown[] = [];
  const reading = async () => {
    for await (const { task, cursor } of new Taskfold({ apiKey: 'sk-1', baseUrl: api.url }).updates(options))
      found.push([task.task_id, cursor]);
  };
  const error = await reading().catch((reason: unknown) => reason);
  return { found, error, queries: api.requests.map(({ path }) => path.replace('/v1/task-updates', '')) };
}

test('each change comes with a cursor from which nothing is missed, and an expired one is told', async () => {
  const { found, error, queries } = await read([
    page(['a'], 'c1'),
    page(['b', 'c'], 'c3'),
    page([], 'c4'),
    page(['d'], 'c5'),
  ]);
  expect(found).toEqual([
    ['a', 'c1'],
    ['b', 'c1'],
    ['c', 'c3'],
    ['d', 'c5'],
  ]);
  expect(error).toMatchObject({ code: 'cursor_expired', status: 410 });
  expect(queries).toEqual([
    '?from=oldest&limit=1',
    ...['c1', 'c3', 'c4', 'c5'].map((cursor) => `?cursor=${cursor}&wait=25&limit=100`),
  ]);
});

test('it begins where it is told to, and goes on over failures', async () => {
  const kept = await read([away, page(['a', 'b'], 'c2')], { cursor: 'c0', expand: ['output'], limit: 2 });
  expect(kept.found).toEqual([
    ['a', 'c0'],
    ['b', 'c2'],
  ]);
  expect(kept.queries[1]).toBe('?cursor=c0&wait=25&expand=output&limit=2');
  const now = await read([page([], 'c9')], { from: 'now' });
  expect(now.queries).toEqual(['?from=now&limit=100', '?cursor=c9&wait=25&limit=100']);
});

test('a signal ends it', async () => {
  const stop = new AbortController();
  const reading = read([page(['a'], 'c1'), () => stop.abort(new Error('enough'))], { signal: stop.signal });
  expect((await reading).error).toEqual(new Error('enough'));
});
