import { expect, test } from 'vitest';
import { together } from './together.ts';

/** Answers that are given when the test says so. */
function questions() {
  const open: PromiseWithResolvers<number>[] = [];
  const ask = together(() => {
    const question = Promise.withResolvers<number>();
    open.push(question);
    return question.promise;
  });
  return { open, ask };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('who asks while a question is under way gets the answer of the next, all of them the same', async () => {
  const { open, ask } = questions();
  const first = ask();
  await turn();
  const others = [ask(), ask()];
  await turn();
  expect(open).toHaveLength(1);
  open[0]?.resolve(1);
  expect(await first).toBe(1);
  await turn();
  expect(open).toHaveLength(2);
  open[1]?.resolve(2);
  expect(await Promise.all(others)).toEqual([2, 2]);
});

test('a question that fails does so for those who wait for it, too, and the next is asked anew', async () => {
  const { open, ask } = questions();
  const first = ask();
  await turn();
  const second = ask();
  open[0]?.reject(new Error('the broker is away'));
  await expect(first).rejects.toThrow('the broker is away');
  await expect(second).rejects.toThrow('the broker is away');
  const third = ask();
  await turn();
  expect(open).toHaveLength(2);
  open[1]?.resolve(3);
  expect(await third).toBe(3);
});
