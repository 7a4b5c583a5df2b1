import { expect, it } from 'vitest';
import { watchDatabase } from './watch-database.ts';

it('reports after every try, whether the database answered, failed or hung, and ends when told to', async () => {
  const controller = new AbortController();
  const answers = [
    () => Promise.resolve(),
    () => Promise.reject(new Error('connect ECONNREFUSED')),
    () => Promise.reject(new Error('connect ECONNREFUSED')),
    () => new Promise(() => {}),
    () => Promise.resolve(),
  ];
  const reports: [boolean, string][] = [];
  const slept: number[] = [];
  const warned: unknown[] = [];
  await watchDatabase({
    ping: () => answers.shift()?.() ?? Promise.resolve(),
    report: (ok, reason) => reports.push([ok, reason]),
    logger: { warn: (fields: unknown) => warned.push(fields) },
    sleep: async (ms) => {
      slept.push(ms);
      if (slept.length === 5) controller.abort();
    },
    intervalMs: 1000,
    timeoutMs: 20,
    signal: controller.signal,
  });
  expect(reports).toEqual([
    [true, 'reachable'],
    [false, 'connect ECONNREFUSED'],
    [false, 'connect ECONNREFUSED'],
    [false, 'the database did not answer within 20 ms'],
    [true, 'reachable'],
  ]);
  expect(slept).toEqual([1000, 1000, 1000, 1000, 1000]);
  expect(warned).toEqual([
    { reason: 'connect ECONNREFUSED' },
    { reason: 'the database did not answer within 20 ms' },
  ]);
});

it('reports nothing of a try that was broken off', async () => {
  const controller = new AbortController();
  const reports: boolean[] = [];
  const watching = watchDatabase({
    ping: () => new Promise(() => {}),
    report: (ok) => reports.push(ok),
    logger: { warn: () => {} },
    sleep: async () => {},
    intervalMs: 1000,
    timeoutMs: 60_000,
    signal: controller.signal,
  });
  controller.abort();
  await watching;
  expect(reports).toEqual([]);
});
