import { expect, it } from 'vitest';
import { createOffsetCommits } from './offset-commits.ts';

it('sends one request at a time, and the newest offset of each partition in the next', async () => {
  const sent: (readonly [number, number][])[] = [];
  const answers: (() => void)[] = [];
  const commits = createOffsetCommits((offsets) => {
    sent.push([...offsets]);
    return new Promise((resolve) => answers.push(resolve));
  });
  const done: string[] = [];
  const note = (name: string, promise: Promise<void>) => void promise.then(() => done.push(name));
  note('first', commits.commit(0, 10));
  await Promise.resolve();
  await Promise.resolve();
  note('second', commits.commit(0, 20));
  note('third', commits.commit(1, 5));
  note('fourth', commits.commit(0, 30));
  await new Promise(setImmediate);
  expect(sent).toEqual([[[0, 10]]]);
  answers[0]?.();
  await new Promise(setImmediate);
  expect(done).toEqual(['first']);
  expect(sent[1]).toEqual([
    [0, 30],
    [1, 5],
  ]);
  answers[1]?.();
  await new Promise(setImmediate);
  expect(done.sort()).toEqual(['first', 'fourth', 'second', 'third']);
  expect(sent).toHaveLength(2);
});
