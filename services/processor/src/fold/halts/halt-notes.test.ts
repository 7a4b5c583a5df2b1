import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Halt } from '../failures/halt.ts';
import type { PartitionProgress } from '../partition/partition-folder.ts';
import { createHaltNotes } from './halt-notes.ts';

const LOST = new Halt('lost', 'Gone.');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const reached = new Map<number, PartitionProgress>();
  const halted = new Map<number, Halt>();
  const said: string[] = [];
  const state = { away: false };
  const say = async (text: string) => {
    if (state.away) throw new Error('away');
    said.push(text);
  };
  const notes = createHaltNotes({
    reached: () => reached,
    progressing: () => new Map([...reached].filter(([partition]) => !halted.has(partition))),
    write: ({ partition, reason, nextOffset }) => say(`${partition} ${reason} at ${nextOffset}`),
    clear: (partitions) => say(`clear ${partitions.join(' ')}`),
    onError: () => {},
    signal: AbortSignal.any([]),
  });
  void notes.run();
  return {
    said,
    state,
    halt(partition: number) {
      halted.set(partition, LOST);
      notes.halted(halted);
    },
    hold(partition: number, nextOffset: number, highWatermark = 100) {
      const progressAt = performance.now();
      const rest = { lastRecordMs: null, waitingSinceMs: null, progressAt };
      reached.set(partition, { nextOffset, highWatermark, ...rest });
    },
    lose: (partition: number) => reached.delete(partition),
    pass: (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000),
  };
}

test('a halt is noted once, with the place', async () => {
  const { hold, halt, pass, said } = setUp();
  hold(1, 40);
  halt(1);
  halt(1);
  await pass(30);
  expect(said).toEqual(['1 lost at 40']);
});

test('what could not be noted is tried again, unless another process has the partition by then', async () => {
  const { hold, halt, lose, pass, said, state } = setUp();
  hold(1, 40);
  hold(2, 50);
  state.away = true;
  halt(1);
  halt(2);
  await pass(3);
  lose(2);
  state.away = false;
  await pass(3);
  expect(said).toEqual(['1 lost at 40']);
});

test('that a partition gets on is noted once, when it moves and not when it is assigned', async () => {
  const { hold, pass, said } = setUp();
  hold(1, 40);
  await pass(30);
  expect(said).toEqual([]);
  hold(1, 41);
  await pass(2);
  hold(1, 42);
  await pass(2);
  expect(said).toEqual(['clear 1']);
});

test('a partition that has nothing to fold gets on when it has waited for a while', async () => {
  const { hold, pass, said } = setUp();
  hold(1, 100);
  await pass(9);
  expect(said).toEqual([]);
  await pass(3);
  expect(said).toEqual(['clear 1']);
});

test('a partition that left and came back has to show again that it gets on', async () => {
  const { hold, lose, pass, said } = setUp();
  hold(1, 40);
  await pass(1);
  hold(1, 41);
  await pass(2);
  lose(1);
  await pass(2);
  hold(1, 60);
  await pass(2);
  hold(1, 61);
  await pass(2);
  expect(said).toEqual(['clear 1', 'clear 1']);
});
