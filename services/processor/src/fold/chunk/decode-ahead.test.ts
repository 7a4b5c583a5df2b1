import { setImmediate as turn } from 'node:timers/promises';
import type { Decoded, LogRecord } from '@taskfold/kafka';
import { expect, test } from 'vitest';
import { createDecodeAhead } from './decode-ahead.ts';

function records(from: number, count: number): LogRecord[] {
  return Array.from({ length: count }, (_none, index) => ({
    topic: 'events',
    partition: 0,
    offset: from + index,
    timestampMs: 0,
    key: null,
    value: null,
    headers: {},
  }));
}

/** Counts how often each offset is decoded. */
function counting() {
  const counts = new Map<number, number>();
  const decode = ({ offset }: LogRecord): Decoded => {
    counts.set(offset, (counts.get(offset) ?? 0) + 1);
    return { kind: 'rejected', code: 'invalid_json', message: String(offset), tenantId: null, taskId: null };
  };
  return { ahead: createDecodeAhead(decode), counts };
}

const messageOf = (decoded: Decoded) => (decoded.kind === 'rejected' ? decoded.message : null);
const turns = async (count: number) => {
  for (let made = 0; made < count; made++) await turn();
};

const isOnce = (counts: ReadonlyMap<number, number>) => [...counts.values()].every((count) => count === 1);

test('decodes the next chunk between turns of the loop, and none of its records again when they are asked for', async () => {
  const { ahead, counts } = counting();
  const next = records(10, 120);
  ahead.expect(next);
  expect(counts.size).toBe(0);
  await turns(5);
  expect(counts.size).toBe(120);
  ahead.begin(next);
  expect(next.map((record) => messageOf(ahead.decode(record)))).toEqual(
    next.map(({ offset }) => `${offset}`),
  );
  expect(isOnce(counts)).toBe(true);
});

test('decodes on demand what was not ready in time', async () => {
  const { ahead, counts } = counting();
  const next = records(0, 1000);
  ahead.expect(next);
  await turns(1);
  const ready = counts.size;
  expect(ready).toBeGreaterThan(0);
  expect(ready).toBeLessThan(1000);
  ahead.begin(next);
  for (const record of next) expect(messageOf(ahead.decode(record))).toBe(String(record.offset));
  await turns(5);
  expect(counts.size).toBe(1000);
  expect(isOnce(counts)).toBe(true);
});

test('decodes in the order of the log, however chunks are expected, and keeps them until they are in hand', async () => {
  const { ahead, counts } = counting();
  const [first, second, third] = [records(0, 40), records(40, 40), records(80, 40)];
  ahead.begin(first);
  ahead.expect(third);
  ahead.expect(second);
  ahead.expect(second);
  await turns(4);
  expect([...counts.keys()]).toEqual(Array.from({ length: 120 }, (_none, offset) => offset));
  for (const chunk of [first, second, third]) {
    ahead.begin(chunk);
    for (const record of chunk) ahead.decode(record);
    ahead.end();
  }
  expect(isOnce(counts)).toBe(true);
});

test('a chunk that was dropped is forgotten when a later one is in hand', async () => {
  const { ahead, counts } = counting();
  const [dropped, next] = [records(0, 40), records(40, 40)];
  ahead.expect(dropped);
  ahead.begin(next);
  await turns(4);
  expect([...counts.keys()]).toEqual(next.map(({ offset }) => offset));
});

test('other records at the same offsets are decoded for themselves', async () => {
  const { ahead, counts } = counting();
  const [before, after] = [records(0, 10), records(0, 10)];
  ahead.expect(before);
  await turns(2);
  ahead.begin(after);
  for (const record of after) ahead.decode(record);
  expect([...counts.values()].every((count) => count === 2)).toBe(true);
});

test('forgets everything, what was not looked at yet included', async () => {
  const { ahead, counts } = counting();
  const [next, later] = [records(0, 10), records(10, 1000)];
  ahead.expect(next);
  ahead.expect(later);
  await turns(2);
  ahead.clear();
  const decoded = counts.size;
  await turns(5);
  expect(counts.size).toBe(decoded);
  ahead.begin(next);
  for (const record of next) ahead.decode(record);
  expect(next.every(({ offset }) => counts.get(offset) === 2)).toBe(true);
});

test('decodes few at a turn where they are large, which may take long', async () => {
  const { ahead, counts } = counting();
  const value = Buffer.alloc(100 * 1024);
  ahead.expect(records(0, 10).map((record) => ({ ...record, value })));
  await turns(1);
  expect(counts.size).toBe(2);
  await turns(4);
  expect(counts.size).toBe(10);
});
