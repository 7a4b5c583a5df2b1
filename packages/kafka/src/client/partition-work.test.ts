import { expect, test } from 'vitest';
import { createPartitionWork } from './partition-work.ts';

/** Work that notes when it begins and goes on until it is let go. */
function held(log: string[], name: string) {
  const gate = Promise.withResolvers<void>();
  const work = async () => {
    log.push(name);
    await gate.promise;
  };
  return { work, letGo: () => gate.resolve() };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test('the work of a partition is done in order, that of others meanwhile, as many as are allowed', async () => {
  const log: string[] = [];
  const work = createPartitionWork(2);
  const a1 = held(log, 'a1');
  const a2 = held(log, 'a2');
  const b1 = held(log, 'b1');
  const c1 = held(log, 'c1');
  const first = work.run(0, a1.work);
  const second = work.run(0, a2.work);
  const third = work.run(1, b1.work);
  const fourth = work.run(2, c1.work);
  await soon();
  expect(log).toEqual(['a1', 'b1']);
  b1.letGo();
  await third;
  await soon();
  expect(log).toEqual(['a1', 'b1', 'c1']);
  a1.letGo();
  await first;
  await soon();
  expect(log).toEqual(['a1', 'b1', 'c1', 'a2']);
  a2.letGo();
  c1.letGo();
  await Promise.all([second, fourth]);
});

test('ended settles when nothing runs and nothing waits, and at once when there is nothing', async () => {
  const log: string[] = [];
  const work = createPartitionWork(1);
  await work.ended();
  const [first, second] = [held(log, 'first'), held(log, 'second')];
  void work.run(0, first.work);
  void work.run(0, second.work);
  const ended = work.ended().then(() => log.push('ended'));
  first.letGo();
  await soon();
  second.letGo();
  await ended;
  expect(log).toEqual(['first', 'second', 'ended']);
});
