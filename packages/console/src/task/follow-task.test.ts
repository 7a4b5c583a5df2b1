import { ConnectionError } from '@taskfold/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { refusal } from '../testing/refusal.ts';
import { followTask, type TaskSource } from './follow-task.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const state = (revision: number) => ({ revision });
type State = ReturnType<typeof state>;

/** A stream whose states are given one by one, and answers that are noted. */
function given(answers: (revision: number, seconds: number) => State | null | Error) {
  const asked: [revision: number, seconds: number][] = [];
  const seen: (number | 'missing')[] = [];
  const streams: { bring(task: State): void; end(error?: Error): void }[] = [];
  const stopping = new AbortController();
  const source: TaskSource<State> = {
    states: (signal) => {
      const { readable, writable } = new TransformStream<State, State>();
      const writer = writable.getWriter();
      signal.addEventListener('abort', () => void writer.abort(signal.reason).catch(() => {}));
      streams.push({
        bring: (task) => void writer.write(task).catch(() => {}),
        end: (error) => void (error === undefined ? writer.close() : writer.abort(error)).catch(() => {}),
      });
      return readable;
    },
    async other(revision, seconds, signal) {
      asked.push([revision, seconds]);
      const answer = answers(revision, seconds);
      if (answer instanceof Error) throw answer;
      // What is held is answered when its time is up, where there is nothing new.
      if (answer === null && seconds > 0)
        await new Promise((resolve, reject) => {
          setTimeout(resolve, seconds * 1000);
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      return answer;
    },
  };
  const follower = {
    show: ({ revision }: State) => void seen.push(revision),
    missing: () => void seen.push('missing'),
  };
  const following = followTask(source, follower, stopping.signal);
  following.catch(() => {});
  return { asked, seen, streams, following, stop: () => stopping.abort() };
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

test('a task is streamed to its end, and then asked for; a look tells in the meantime how far the projection is', async () => {
  const { asked, seen, streams, stop } = given((revision) => (revision === 2 ? state(3) : null));
  streams[0]?.bring(state(1));
  await pass(7_900);
  expect(asked).toEqual([]);
  await pass(200);
  expect(asked).toEqual([[1, 0]]);
  streams[0]?.bring(state(2));
  await pass(8_000);
  // It was newer than what the stream had brought.
  expect(seen).toEqual([1, 2, 3]);
  streams[0]?.end();
  await pass(20_000);
  expect(asked.slice(2)).toEqual([
    [3, 8],
    [3, 8],
    [3, 8],
  ]);
  stop();
});

test('one that is not there is looked for again and again, and streamed when it comes', async () => {
  const { seen, streams, stop } = given(() => null);
  streams[0]?.end(refusal(404, 'task_not_found'));
  await pass(1);
  expect(seen).toEqual(['missing']);
  await pass(3_000);
  streams[1]?.bring(state(1));
  await pass(1);
  expect(seen).toEqual(['missing', 1]);
  stop();
});

test('an API that is away is asked again; a refusal ends it', async () => {
  const { streams, following } = given(() => null);
  streams[0]?.end(new ConnectionError('away'));
  await pass(500);
  expect(streams.length).toBe(2);
  const refused = refusal(403, 'forbidden');
  streams[1]?.end(refused);
  await expect(following).rejects.toBe(refused);
});

test('a look that fails while the stream goes on is repeated, for it tells when that has passed; a refusal ends it', async () => {
  const failures = [refusal(503, 'service_unavailable'), refusal(500, 'internal_error'), null];
  const { asked, seen, streams, stop } = given(() =>
    failures.length > 0 ? (failures.shift() ?? null) : refusal(403, 'forbidden'),
  );
  streams[0]?.bring(state(1));
  await pass(25_000);
  expect(asked.length).toBe(3);
  streams[0]?.bring(state(2));
  await pass(20_000);
  expect([asked.length, seen]).toEqual([4, [1, 2]]);
  stop();
});
