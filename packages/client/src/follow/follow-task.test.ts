import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { Taskfold } from '../client.ts';
import { answering, type GivenAnswer, type SeenRequest } from '../harness/answering-server.ts';

const state = (revision: number, status = 'running', settlement = 'estimated') => ({
  object: 'task',
  task_id: 't',
  revision,
  status,
  billing: { settlement },
});

const ERROR = { message: 'No.', retryable: false, request_id: 'r' };
const notFound: GivenAnswer = { status: 404, json: { error: { ...ERROR, code: 'task_not_found' } } };
const gone: GivenAnswer = { status: 401, json: { error: { ...ERROR, code: 'invalid_api_key' } } };

/** A stream that brings these states, and then ends, breaks off, or stays silent. */
function stream(revisions: readonly object[], then: 'ends' | 'breaks' | 'stays'): GivenAnswer {
  return (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    for (const each of revisions) response.write(`event: update\nid: 1\ndata: ${JSON.stringify(each)}\n\n`);
    if (then === 'ends') response.end();
    if (then === 'breaks') setTimeout(() => response.destroy(), 5);
  };
}

const held = (json: object): GivenAnswer => ({ json, headers: { 'preference-applied': 'wait=25' } });

async function watched(answers: readonly GivenAnswer[], options = {}) {
  const api = await answering(...answers);
  const taskfold = new Taskfold({ apiKey: 'sk-1', baseUrl: api.url });
  const revisions: number[] = [];
  const watching = taskfold.tasks
    .watch('t', { silenceTimeout: 40, ...options })
    .onUpdate((task) => revisions.push(task.revision));
  const error = await watching.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const ways = api.requests.map((request) => (request.path.includes('stream') ? 'stream' : 'ask'));
  return { revisions, error, ways, requests: api.requests };
}

const resumedFrom = ({ headers }: SeenRequest) =>
  headers['last-event-id'] ?? headers['if-none-match'] ?? null;

test('a task is followed over one stream, to the state that is settled', async () => {
  const { revisions, ways, error } = await watched([
    stream([state(1), state(4), state(6, 'succeeded', 'final')], 'stays'),
  ]);
  expect([revisions, ways, error]).toEqual([[1, 4, 6], ['stream'], undefined]);
});

test('revisions rise, whatever comes: repeats and older ones are dropped', async () => {
  const { revisions } = await watched([
    stream([state(3), state(2), state(3)], 'ends'),
    stream([state(1), state(5), state(4, 'succeeded', 'final'), state(9, 'succeeded', 'final')], 'ends'),
  ]);
  expect(revisions).toEqual([3, 5, 9]);
});

test('a stream that breaks off, ends or falls silent goes on after the revision that came last', async () => {
  const { revisions, requests, ways } = await watched([
    stream([state(1)], 'breaks'),
    stream([state(2)], 'ends'),
    stream([state(3)], 'stays'),
    held(state(4)),
    held(state(5, 'succeeded', 'final')),
  ]);
  expect(revisions).toEqual([1, 2, 3, 4, 5]);
  expect(requests.map(resumedFrom).slice(0, 4)).toEqual([null, '1', '2', '"r3"']);
  expect(ways.slice(0, 4)).toEqual(['stream', 'stream', 'stream', 'ask']);
});

test('where streams are gathered on their way, the API is asked, and holds its answers', async () => {
  const { revisions, ways, requests } = await watched([
    stream([], 'stays'),
    { json: state(1) },
    { status: 304 },
    { json: state(2, 'succeeded') },
    { json: state(3, 'succeeded', 'final') },
  ]);
  expect(revisions).toEqual([1, 2, 3]);
  expect(ways).toEqual(['stream', 'ask', 'ask', 'ask', 'ask']);
  expect(requests.slice(1).map(({ headers }) => headers.prefer)).toEqual([
    'wait=1',
    'wait=25',
    'wait=25',
    'wait=25',
  ]);
  expect(requests.slice(1).map(resumedFrom)).toEqual([null, '"r1"', '"r1"', '"r2"']);
});

test('the answer that nothing more will come ends it', async () => {
  const { revisions, error } = await watched([stream([state(1, 'failed')], 'ends'), { status: 204 }]);
  expect([revisions, error]).toEqual([[1], undefined]);
});

test('a task that is not there yet is waited for, but not for ever', async () => {
  const appears = await watched([notFound, held(state(1)), stream([state(2, 'canceled', 'final')], 'ends')]);
  expect([appears.revisions, appears.ways]).toEqual([
    [1, 2],
    ['stream', 'ask', 'stream'],
  ]);
  expect(appears.requests[1]?.path).toContain('min_revision=1');
  const never = await watched([notFound], { appearTimeout: 100 });
  expect(never.error).toMatchObject({ code: 'task_not_found' });
});

test('a key that is revoked on the way ends it with the error of the API', async () => {
  const { revisions, error } = await watched([stream([state(1)], 'ends'), gone]);
  expect(revisions).toEqual([1]);
  expect(error).toMatchObject({ code: 'invalid_api_key' });
});

test('an outage is told once, until the API is back', async () => {
  const away: GivenAnswer = (response) => response.destroy();
  const told: unknown[] = [];
  const { revisions } = await watched(
    [stream([state(1)], 'breaks'), away, stream([state(2)], 'breaks'), held(state(3, 'failed', 'final'))],
    { onOutage: (error: unknown) => told.push(error) },
  );
  expect(revisions).toEqual([1, 2, 3]);
  expect(told).toEqual([
    expect.objectContaining({ message: expect.stringMatching(/The stream of http.* broke off/) }),
    expect.objectContaining({ message: expect.stringMatching(/The stream of http.* broke off/) }),
  ]);
});

test('whoever wants no streams is asked none, to a minute after the end of the task', async () => {
  const ended = { ...state(2, 'succeeded'), completed_at: new Date(Date.now() - 61_000).toISOString() };
  const { revisions, ways, requests } = await watched([held(state(1)), held(ended)], { poll: true });
  expect([revisions, ways]).toEqual([
    [1, 2],
    ['ask', 'ask'],
  ]);
  expect(requests.map(resumedFrom)).toEqual([null, '"r1"']);
});

test('an API that stays away is told after a time', async () => {
  const { revisions, error } = await watched(
    [stream([state(1)], 'breaks'), (response) => response.destroy()],
    { outageTimeout: 300 },
  );
  expect(revisions).toEqual([1]);
  expect(error).toMatchObject({ name: 'ConnectionError' });
});

test('states before the revision that is wanted are left out', async () => {
  const { revisions } = await watched(
    [stream([state(1), state(4), state(5, 'succeeded', 'final')], 'ends')],
    { minRevision: 4 },
  );
  expect(revisions).toEqual([4, 5]);
});

test('what was written is read: the position is waited for before any state is shown', async () => {
  const { revisions, requests } = await watched(
    [held(state(3)), stream([state(5, 'succeeded', 'final')], 'ends')],
    { minPosition: '2:17' },
  );
  expect(revisions).toEqual([3, 5]);
  expect(requests[0]?.path).toBe('/v1/tasks/t?min_position=2%3A17&min_revision=1');
  expect(requests[1]?.headers['last-event-id']).toBe('3');
  const stripped = await watched([{ json: state(3) }], { minPosition: '2:17' });
  expect(String(stripped.error)).toContain('Prefer');
});

test('waiting ends with the state that is waited for, and tells of those on the way', async () => {
  const api = await answering(
    stream([state(1, 'queued'), state(2), state(3, 'succeeded'), state(4, 'succeeded', 'final')], 'stays'),
  );
  const { tasks } = new Taskfold({ apiKey: 'sk-1', baseUrl: api.url });
  const seen: number[] = [];
  const revisionOf = async (until: 'started' | 'ended' | 'settled') =>
    (await tasks.wait('t', { until })).revision;
  expect([await revisionOf('started'), await revisionOf('ended'), await revisionOf('settled')]).toEqual([
    2, 3, 4,
  ]);
  const onUpdate = ({ revision }: { readonly revision: number }) => seen.push(revision);
  expect(await tasks.wait('t', { until: ({ revision }) => revision > 1, onUpdate })).toMatchObject({
    revision: 2,
  });
  expect(seen).toEqual([1, 2]);
});

test('waiting goes on after the API has no more to say, until what is waited for is there', async () => {
  const api = await answering(
    stream([state(1, 'succeeded')], 'ends'),
    { status: 204 },
    { json: state(2, 'succeeded', 'final') },
  );
  const { tasks } = new Taskfold({ apiKey: 'sk-1', baseUrl: api.url });
  expect(await tasks.wait('t', { until: 'settled' })).toMatchObject({ revision: 2 });
});

test('waiting has an end: the time that is up, with the last state, or the signal, with its reason', async () => {
  const api = await answering(stream([state(7)], 'stays'));
  const { tasks } = new Taskfold({ apiKey: 'sk-1', baseUrl: api.url });
  await expect(tasks.wait('t', { timeout: 100 })).rejects.toMatchObject({
    name: 'WaitTimeoutError',
    task: { revision: 7 },
    message: 'The task t has not ended within 100 ms: it is running, revision 7.',
  });
  const stop = new AbortController();
  const waiting = tasks.wait('t', { signal: stop.signal, onUpdate: () => stop.abort(new Error('enough')) });
  await expect(waiting).rejects.toThrow('enough');
});

test('whoever stops reading leaves no stream open', async () => {
  const closed = Promise.withResolvers<void>();
  const api = await answering((response, request) => {
    response.on('close', closed.resolve);
    const answer = stream([state(1)], 'stays');
    if (typeof answer === 'function') answer(response, request);
  });
  for await (const _ of new Taskfold({ apiKey: 'sk-1', baseUrl: api.url }).tasks.watch('t')) break;
  await closed.promise;
});
