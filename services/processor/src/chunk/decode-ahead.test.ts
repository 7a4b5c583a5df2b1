import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Decoded, LogRecord } from '../ports.ts';
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

test('decodes the next chunk between turns of the loop, and none of its records again when they are asked for', async () => {
  const { ahead, counts } = counting();
  const next = records(10, 120);
  ahead.begin(next);
  expect(counts.size).toBe(0);
  await turns(5);
  expect(counts.size).toBe(120);
  ahead.begin([]);
  expect(next.map((record) => messageOf(ahead.decode(record)))).toEqual(
    next.map(({ offset }) => `${offset}`),
  );
  expect([...counts.values()].every((count) => count === 1)).toBe(true);
});

test('decodes on demand what was not ready in time', async () => {
  const { ahead, counts } = counting();
  const next = records(0, 1000);
  ahead.begin(next);
  await turns(1);
  const ready = counts.size;
  expect(ready).toBeGreaterThan(0);
  expect(ready).toBeLessThan(1000);
  ahead.begin([]);
  for (const record of next) expect(messageOf(ahead.decode(record))).toBe(String(record.offset));
  await turns(5);
  expect(counts.size).toBe(1000);
  expect([...counts.values()].every((count) => count === 1)).toBe(true);
});

test('forgets what was made ready, because another batch may bring other records at the same offsets', async () => {
  const { ahead, counts } = counting();
  const next = records(0, 10);
  ahead.begin(next);
  await turns(2);
  ahead.clear();
  for (const record of next) ahead.decode(record);
  expect([...counts.values()].every((count) => count === 2)).toBe(true);
});
