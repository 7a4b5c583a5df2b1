import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPartitionCount } from './partition-count.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('is asked for until it is known, and then never again', async () => {
  const answers = [new Error('the database is away'), null, 6, 7];
  const read = vi.fn(async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer ?? null;
  });
  const count = createPartitionCount(read);
  const running = count.run(new AbortController().signal);
  expect(count.known()).toBeNull();
  await vi.advanceTimersByTimeAsync(60_000);
  await running;
  expect(count.known()).toBe(6);
  expect(read).toHaveBeenCalledTimes(3);
});
