import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CallbackGates, createCallbackGates } from './gates.ts';

let open: Set<number>;
let gates: CallbackGates;
let failing: boolean;
let stop: AbortController;
let running: Promise<void>;

beforeEach(() => {
  open = new Set();
  failing = false;
  stop = new AbortController();
  const attempt = () => {
    if (failing) throw new Error('away');
  };
  gates = createCallbackGates({
    async open(partitions) {
      attempt();
      for (const partition of partitions) open.add(partition);
    },
    async close(partition) {
      attempt();
      open.delete(partition);
    },
    logger: { warn: () => {} },
  });
  running = gates.run(stop.signal);
});
afterEach(async () => {
  stop.abort();
  await running;
});

const isOpen = (partition: number) => expect.poll(() => open.has(partition), { interval: 2 });
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

test('a gate opens at once where everything is folded, else when it is', async () => {
  gates.of(1).begins(10, 10);
  await isOpen(1).toBe(true);
  open.add(2);
  const gate = gates.of(2);
  gate.begins(4, 10);
  await isOpen(2).toBe(false);
  gate.folded(9);
  await settled();
  expect(open.has(2)).toBe(false);
  gate.folded(12);
  await isOpen(2).toBe(true);
});

test('a partition that falls back closes again until it has caught up', async () => {
  const gate = gates.of(1);
  gate.begins(10, 10);
  await isOpen(1).toBe(true);
  gate.begins(3, 10);
  await isOpen(1).toBe(false);
  gate.folded(10);
  await isOpen(1).toBe(true);
});

test('a partition that is another process’s is left alone', async () => {
  gates.of(1).begins(3, 10);
  await isOpen(1).toBe(false);
  gates.keep([2]);
  gates.of(1).folded(10);
  await settled();
  expect(open.has(1)).toBe(false);
});

test('a database that is away is waited for', async () => {
  failing = true;
  gates.of(1).begins(10, 10);
  await settled();
  expect(open.size).toBe(0);
  failing = false;
  await isOpen(1).toBe(true);
});
