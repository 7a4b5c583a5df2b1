import type { BatchContext, ConsumeOptions, LogBatch, LogConsumer } from '@taskfold/kafka';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** A topic of {@link PARTITIONS} partitions, and a group that nobody is a member of. */
export interface ConsumerBench {
  /** Another member. */
  open(): LogConsumer;
  publish(partition: number, values: readonly string[]): Promise<void>;
  deleteBelow(partition: number, offset: number): Promise<void>;
  close(): Promise<void>;
}

export const PARTITIONS = 2;
const WITHIN = { timeout: 20_000, interval: 5 };

/**
 * What the fold relies on, of a consumer of Kafka and of the simulated one alike: so the simulation cannot come to promise
 * what the client does not.
 *
 * @param runs of each law, in which the simulation goes another way each time
 */
export function describeConsumer(name: string, make: () => Promise<ConsumerBench>, runs: number): void {
  const law = (what: string, hold: (bench: ConsumerBench, counts: readonly number[]) => Promise<void>) =>
    test(what, { timeout: 60_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 3, max: 20 }), { minLength: PARTITIONS, maxLength: PARTITIONS }),
          async (counts) => {
            const bench = await make();
            try {
              await hold(bench, counts);
            } finally {
              await bench.close();
            }
          },
        ),
        { numRuns: runs },
      );
    });

  describe(name, () => {
    law(
      'every record comes once, in order, batch behind batch, one of a partition at a time',
      async (bench, counts) => {
        await publishAll(bench, counts);
        const inHand = new Set<number>();
        const fetched: LogBatch[] = [];
        const member = await join(bench, {
          onFetched: (batch) => void fetched.push(batch),
          async onBatch({ partition }, context) {
            expect(inHand.has(partition)).toBe(false);
            inHand.add(partition);
            await context.heartbeat();
            expect(context.isStale()).toBe(false);
            inHand.delete(partition);
          },
        });
        await publishAll(bench, [2, 2]);
        for (const [partition, count] of counts.entries()) {
          await expect.poll(() => member.values(partition).length, WITHIN).toBe(count + 2);
          expect(member.values(partition)).toEqual([...numbers(count), ...numbers(2)]);
          let next = 0;
          for (const { fetchOffset, nextOffset } of member.batches(partition)) {
            expect(fetchOffset).toBe(next);
            next = nextOffset;
          }
        }
        for (const batch of member.all) expect(fetched).toContain(batch);
      },
    );

    law(
      'nothing comes before what was assigned is taken over, and a seek in it holds',
      async (bench, counts) => {
        await publishAll(bench, counts);
        let attempts = 0;
        let isTaken = false;
        const member = await join(bench, {
          async onAssigned(partitions) {
            attempts++;
            if (attempts === 1) throw new Error('not yet');
            expect([...partitions].sort()).toEqual([0, 1]);
            await turns();
            member.consumer.seek(0, 2);
            isTaken = true;
          },
          async onBatch() {
            expect(isTaken).toBe(true);
          },
        });
        await expect.poll(() => member.values(0), WITHIN).toEqual(numbers(counts[0] ?? 0).slice(2));
        await expect.poll(() => member.values(1), WITHIN).toEqual(numbers(counts[1] ?? 0));
      },
    );

    law(
      'a batch that was thrown over comes again from its beginning, and holds no other partition',
      async (bench, counts) => {
        await publishAll(bench, counts);
        const thrown: LogBatch[] = [];
        const member = await join(bench, {
          async onBatch(batch) {
            if (batch.partition !== 0 || thrown.length === 2) return;
            thrown.push(batch);
            throw new Error('broken');
          },
          onError: () => 'retry',
        });
        await expect.poll(() => member.values(1), WITHIN).toEqual(numbers(counts[1] ?? 0));
        await expect.poll(() => member.batches(0).length, WITHIN).toBeGreaterThan(2);
        expect(thrown.map(({ fetchOffset }) => fetchOffset)).toEqual([0, 0]);
        expect(member.batches(0)[2]?.fetchOffset).toBe(0);
      },
    );

    law(
      'a partition that halts stays so until it is resumed, and the others go on',
      async (bench, counts) => {
        await publishAll(bench, counts);
        let isBroken = true;
        const member = await join(bench, {
          async onBatch({ partition }) {
            if (partition === 0 && isBroken) throw new Error('broken');
          },
          onError: () => 'halt',
        });
        await expect.poll(() => member.values(1), WITHIN).toEqual(numbers(counts[1] ?? 0));
        await expect.poll(() => member.batches(0).length, WITHIN).toBe(1);
        await publishAll(bench, [1, 1]);
        await expect.poll(() => member.values(1).length, WITHIN).toBe((counts[1] ?? 0) + 1);
        expect(member.batches(0)).toHaveLength(1);
        isBroken = false;
        member.consumer.resume([0]);
        await expect.poll(() => member.batches(0).at(-1)?.nextOffset, WITHIN).toBe((counts[0] ?? 0) + 1);
        expect(member.batches(0)[1]?.fetchOffset).toBe(0);
      },
    );

    law(
      'a partition that was sought goes on there, and the batch in hand learns of it',
      async (bench, counts) => {
        await publishAll(bench, counts);
        let isSought = false;
        const member = await join(bench, {
          async onBatch({ partition, nextOffset }, context) {
            if (partition !== 0 || isSought || nextOffset < 2) return;
            isSought = true;
            member.consumer.seek(0, 1);
            expect(context.isStale()).toBe(true);
          },
        });
        await expect.poll(() => member.batches(0).at(-1)?.nextOffset, WITHIN).toBe(counts[0]);
        const sought = member.batches(0).findIndex(({ nextOffset }) => nextOffset >= 2);
        await expect.poll(() => member.batches(0)[sought + 1]?.fetchOffset, WITHIN).toBe(1);
      },
    );

    law('an offset outside of the log becomes its earliest one without a word', async (bench, counts) => {
      await publishAll(bench, counts);
      await bench.deleteBelow(0, 2);
      const member = await join(bench, {
        async onAssigned() {
          member.consumer.seek(0, 1);
          member.consumer.seek(1, 100);
        },
      });
      await expect.poll(() => member.values(0), WITHIN).toEqual(numbers(counts[0] ?? 0).slice(2));
      await expect.poll(() => member.values(1), WITHIN).toEqual(numbers(counts[1] ?? 0));
    });

    law('a member that comes later goes on where the group was told', async (bench, counts) => {
      await publishAll(bench, counts);
      const first = await join(bench, {});
      await expect.poll(() => first.values(0).length, WITHIN).toBe(counts[0]);
      await first.consumer.commit(0, 3);
      await first.consumer.stop();
      const second = await join(bench, {});
      await expect.poll(() => second.values(1), WITHIN).toEqual(numbers(counts[1] ?? 0));
      await expect.poll(() => second.values(0), WITHIN).toEqual(numbers(counts[0] ?? 0).slice(3));
    });

    law(
      'a member that joins gets its share, and a batch in hand of what is lost becomes stale',
      async (bench, counts) => {
        await publishAll(bench, counts);
        const stale = new Set<number>();
        const holdUntilStale = async (batch: LogBatch, context: BatchContext) => {
          while (!context.isStale()) {
            await context.heartbeat();
            await turns();
          }
          stale.add(batch.partition);
        };
        const first = await join(bench, { onBatch: holdUntilStale });
        await expect.poll(() => first.all.length, WITHIN).toBe(PARTITIONS);
        const second = await join(bench, { onBatch: async () => {} });
        await expect.poll(() => [...stale].sort(), WITHIN).toEqual([0, 1]);
        const shares = () => [...first.partitions(), ...second.partitions()].sort();
        await expect.poll(shares, WITHIN).toEqual([0, 1]);
        const [share = -1] = second.partitions();
        await expect.poll(() => second.values(share), WITHIN).toEqual(numbers(counts[share] ?? 0));
      },
    );

    law(
      'a stop waits for the batch in hand, which learns of it, and another member gets all',
      async (bench, counts) => {
        await publishAll(bench, counts);
        const ended: number[] = [];
        const first = await join(bench, {
          async onBatch({ partition }, { signal, isStale }) {
            await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
            expect(isStale()).toBe(true);
            await turns();
            ended.push(partition);
          },
        });
        await expect.poll(() => first.all.length, WITHIN).toBe(PARTITIONS);
        await first.consumer.stop();
        expect(ended.sort()).toEqual([0, 1]);
        const second = await join(bench, {});
        for (const [partition, count] of counts.entries()) {
          await expect.poll(() => second.values(partition), WITHIN).toEqual(numbers(count));
        }
        expect(first.all).toHaveLength(PARTITIONS);
      },
    );
  });
}

const numbers = (count: number) => Array.from({ length: count }, (_none, index) => String(index));

async function publishAll(bench: ConsumerBench, counts: readonly number[]): Promise<void> {
  for (const [partition, count] of counts.entries()) await bench.publish(partition, numbers(count));
}

/** Whatever else is to happen now may happen. */
const turns = () => new Promise((resolve) => setTimeout(resolve, 2));

/** A member that notes what comes to it. What its `onBatch` finds wrong is thrown at the end of its partition's values. */
async function join(bench: ConsumerBench, options: Partial<ConsumeOptions>) {
  const all: LogBatch[] = [];
  const wrong: unknown[] = [];
  let assigned: readonly number[] = [];
  const consumer = bench.open();
  const batches = (partition: number) => {
    if (wrong.length > 0) throw wrong[0];
    return all.filter((batch) => batch.partition === partition);
  };
  const member = {
    consumer,
    all,
    batches,
    values: (partition: number) =>
      batches(partition).flatMap(({ records }) => records.map(({ value }) => String(value))),
    partitions: () => assigned,
  };
  const noting = async (work: () => Promise<void> | undefined) => {
    try {
      await work();
    } catch (error) {
      if (error instanceof Error && error.name === 'AssertionError') wrong.push(error);
      throw error;
    }
  };
  // Members that are assigned before `join` has returned need themselves.
  const joined = Promise.withResolvers<void>();
  await consumer.run({
    topic: 'events',
    onCrash: (error) => wrong.push(error),
    ...options,
    async onAssigned(partitions, signal) {
      await joined.promise;
      await noting(async () => options.onAssigned?.(partitions, signal));
      assigned = partitions;
    },
    async onBatch(batch, context) {
      all.push(batch);
      await noting(async () => options.onBatch?.(batch, context));
    },
  });
  setImmediate(joined.resolve);
  return member;
}
