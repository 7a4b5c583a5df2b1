import type { TaskSummary } from '@taskfold/client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf, amountText } from '../money/decimal.ts';
import { sampleTask } from '../testing/sample-task.ts';
import { isIn, type NeedName } from './need-kinds.ts';
import { amountColumns, type NeedPage, type QueuePage, queueOf, sumIn } from './queue-pages.ts';

function task(number: number, charged: bigint, refunded: bigint): TaskSummary {
  const net = charged - refunded;
  return sampleTask({
    task_id: `task_${number}`,
    created_at: `2026-01-01T00:00:00.00000${number % 4}Z`,
    billing: {
      charged_credits: amountText(charged),
      refunded_credits: amountText(refunded),
      charged_credits_usd_reference: '0.0000',
      refunded_credits_usd_reference: '0.0000',
      currency: 'USD',
      net_charged_credits: amountText(net),
      net_charged_credits_usd_reference: '0.0000',
      settlement: 'settling',
    },
  });
}

const isBefore = (a: TaskSummary, b: TaskSummary) =>
  `${a.created_at} ${a.task_id}` > `${b.created_at} ${b.task_id}` ? -1 : 1;

/** A list in pages, as the API gives it. */
function pagesOf(tasks: readonly TaskSummary[], size: number): NeedPage[] {
  const sorted = tasks.toSorted(isBefore);
  const count = Math.max(1, Math.ceil(sorted.length / size));
  return Array.from({ length: count }, (_none, index) => ({
    tasks: sorted.slice(index * size, (index + 1) * size),
    next: index + 1 < count ? `${index + 1}` : null,
  }));
}

const tasks = fc
  .uniqueArray(
    fc.record({
      number: fc.integer({ min: 0, max: 40 }),
      charged: fc.bigInt({ min: 0n, max: 20n }),
      refunded: fc.bigInt({ min: 0n, max: 20n }),
      in: fc.subarray<NeedName>(['refund', 'callback'], { minLength: 1 }),
    }),
    { selector: ({ number }) => number },
  )
  .map((all) =>
    all.map(({ number, charged, refunded, in: needs }) => ({ task: task(number, charged, refunded), needs })),
  );

const net = amountColumns('undelivered').find(({ title }) => title === 'Net credits');
if (net === undefined) throw new Error('there is no column of the net');

describe('two lists as one queue', () => {
  it('hold each charged task once, in order, and grow at the end alone while pages come', () => {
    fc.assert(
      fc.property(tasks, fc.integer({ min: 1, max: 6 }), (all, size) => {
        const list = (need: NeedName) =>
          pagesOf(
            all.filter(({ needs }) => needs.includes(need)).map((each) => each.task),
            size,
          );
        const [refund, callback] = [list('refund'), list('callback')];
        const pages: QueuePage[] = Array.from(
          { length: Math.max(refund.length, callback.length) },
          (_none, index) => ({
            ...(refund[index] && { refund: refund[index] }),
            ...(callback[index] && { callback: callback[index] }),
          }),
        );
        let before: string[] = [];
        for (let count = 1; count <= pages.length; count++) {
          const { tasks: shown, more } = queueOf('undelivered', pages.slice(0, count));
          const ids = shown.map((each) => each.task.task_id);
          expect(ids.slice(0, before.length)).toEqual(before);
          expect(more).toBe(count < pages.length);
          before = ids;
        }
        const expected = all.filter((each) => isIn('undelivered', each.task)).map((each) => each.task);
        expect(before).toEqual(expected.toSorted(isBefore).map(({ task_id: id }) => id));
        const { tasks: shown } = queueOf('undelivered', pages);
        for (const { task: each, needs } of shown)
          expect([...needs].sort()).toEqual(all.find((one) => one.task === each)?.needs.toSorted());
        const sum = shown.reduce(
          (total, each) => total + (amountOf(each.task.billing?.net_charged_credits ?? '') ?? 0n),
          0n,
        );
        expect(sumIn(net, shown)).toBe(amountText(sum));
      }),
    );
  });

  it('leave out what was not charged, or was given back', () => {
    const kept = [task(1, 5n, 0n), task(2, 5n, 5n), task(3, 0n, 0n), task(4, 3n, 9n), sampleTask()];
    expect(kept.map((each) => isIn('undelivered', each))).toEqual([true, false, false, false, false]);
    expect(kept.every((each) => isIn('callback', each))).toBe(true);
  });
});
