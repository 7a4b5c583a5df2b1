import { expect, test } from 'vitest';
import { createBreakers } from './breakers.ts';

const HOST = 'hooks.example';
const DAY_MS = 86_400_000;

function breakersAt() {
  const clock = { ms: 1 };
  const breakers = createBreakers({ failures: 3, openMs: 100, maxOpenMs: 300, now: () => clock.ms });
  const limit = (inFlight = 0) => breakers.limits(() => inFlight).get(HOST);
  const fail = (times: number, error = 'timeout', host = HOST) => {
    for (let count = 0; count < times; count += 1) breakers.failed(host, error);
  };
  return { clock, breakers, limit, fail };
}

test('open after failures in a row, which an answer ends', () => {
  const { breakers, limit, fail } = breakersAt();
  fail(2);
  expect(breakers.answered(HOST)).toBe(false);
  fail(2);
  expect(limit()).toBeUndefined();
  fail(1);
  expect(limit()).toBe(0);
  expect(breakers.open).toBe(1);
});

test('half open one attempt at a time is let through, and its answer closes it', () => {
  const { clock, breakers, limit, fail } = breakersAt();
  fail(3);
  clock.ms += 100;
  expect([limit(0), limit(1)]).toEqual([1, 0]);
  expect(breakers.answered(HOST)).toBe(true);
  expect(limit()).toBeUndefined();
  expect(breakers.open).toBe(0);
});

test('open for twice as long after each failure, up to a limit; what was under way does not count', () => {
  const { clock, limit, fail } = breakersAt();
  fail(40);
  for (const openMs of [100, 200, 300, 300]) {
    clock.ms += openMs - 1;
    expect(limit()).toBe(0);
    clock.ms += 1;
    expect(limit()).toBe(1);
    fail(5);
  }
});

test('those that are not closed are told of with what failed last and how long they rest', () => {
  const { clock, breakers, fail } = breakersAt();
  fail(2);
  expect(breakers.notClosed()).toEqual([]);
  fail(2, 'dns');
  const [open, ...others] = breakers.notClosed();
  expect(others).toEqual([]);
  expect(open).toMatchObject({ host: HOST, failures: 4, lastError: 'dns', restsMs: 100 });
  clock.ms += 150;
  expect(breakers.notClosed()).toMatchObject([{ restsMs: 0 }]);
  fail(1, 'connect');
  expect(breakers.notClosed()).toEqual([
    { host: HOST, failures: 5, lastError: 'connect', openedAt: open?.openedAt, restsMs: 200 },
  ]);
  breakers.answered(HOST);
  expect(breakers.notClosed()).toEqual([]);
});

test('a host that nobody asked for a day is forgotten, and one that fails now and then is not', () => {
  const { clock, breakers, limit, fail } = breakersAt();
  fail(3);
  fail(3, 'dns', 'other.example');
  clock.ms += DAY_MS - 1;
  fail(1);
  clock.ms += 2;
  expect(breakers.notClosed()).toMatchObject([{ host: HOST, failures: 4 }]);
  expect(breakers.open).toBe(1);
  clock.ms += DAY_MS;
  expect(limit()).toBeUndefined();
  fail(1);
  expect(breakers.open).toBe(0);
});

test('of very many hosts those that failed longest ago are forgotten: a tenant cannot fill the memory with names', () => {
  const { breakers, fail } = breakersAt();
  for (let index = 0; index < 10_050; index += 1) fail(3, 'dns', `${index}.example`);
  expect(breakers.open).toBe(10_000);
});
