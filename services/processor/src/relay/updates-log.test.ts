import type { LogPosition, OutgoingRecord } from '@taskfold/kafka';
import { expect, test } from 'vitest';
import { createUpdatesLog } from './updates-log.ts';

const never = new AbortController().signal;
const record: OutgoingRecord = { key: Buffer.from('k'), value: Buffer.from('v'), headers: {} };

/** A log of one partition, into which others write, too. */
function fakeLog() {
  const state = { end: 5, fail: false };
  const log = createUpdatesLog({
    topic: 'updates',
    maxBytes: 1000,
    admin: { offsets: async () => [{ partition: 0, low: 0, high: state.end }] },
    producer: {
      async send(_topic, records): Promise<LogPosition[]> {
        if (state.fail) throw new Error('away');
        return records.map(() => ({ partition: 0, offset: state.end++ }));
      },
      close: async () => {},
    },
  });
  const send = (count = 1) =>
    log.send(
      Array.from({ length: count }, () => record),
      () => true,
      never,
    );
  return { state, log, send };
}

test('offsets that follow one another are our own', async () => {
  const { log, send } = fakeLog();
  await send(3);
  await send(30);
  await log.check(never);
  expect(log.takeForeign()).toEqual([]);
});

test('what others write between two sends, or after the last, is noticed once', async () => {
  const { state, log, send } = fakeLog();
  await send();
  state.end += 2;
  await send();
  state.end += 1;
  await log.check(never);
  const foreign = log.takeForeign();
  expect(foreign).toEqual([
    { partition: 0, from: 6, to: 8 },
    { partition: 0, from: 9, to: 10 },
  ]);
  await log.check(never);
  expect(log.takeForeign()).toEqual([]);
  log.putBack(foreign);
  expect(log.takeForeign()).toEqual(foreign);
});

test('a failed send that arrives late, after others of ours, is noticed', async () => {
  const { state, log, send } = fakeLog();
  await send();
  state.fail = true;
  await expect(send()).rejects.toThrow('away');
  state.fail = false;
  await send();
  state.end += 1;
  await send();
  expect(log.takeForeign()).toEqual([{ partition: 0, from: 7, to: 8 }]);
});

test('nothing is sent without leave', async () => {
  const { state, log } = fakeLog();
  await expect(log.send([record], () => false, never)).rejects.toThrow('the lease has run out');
  expect(state.end).toBe(5);
});
