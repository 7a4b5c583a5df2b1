import type { ChunkTransaction, LockedCheckpoint, ProjectionStore } from '@taskfold/database';
import { failureOf } from '@taskfold/runtime';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createChunkProcessor, PARTITIONS, taskOf } from './chunk-processor.ts';

/** The projection as one processor reaches it, with connections of its own. */
export interface ReachedStore extends ProjectionStore {
  readCheckpoint(partition: number): Promise<LockedCheckpoint>;
  /** Its connections break. The server learns of it at some later moment. */
  cut(): Promise<void>;
}

/** An empty projection of {@link PARTITIONS} partitions. */
export interface StoreBench {
  open(): ReachedStore;
  /** Its tasks are told from those of other benches by this tenant. */
  readonly tenantId: string;
  /** An event with this id cannot be stored. */
  readonly refusedEventId: string;
  /** Milliseconds that a transaction takes at most: a cut comes at any moment of them. */
  readonly transactionMs: number;
}

const MISSING = PARTITIONS;

/**
 * What the fold relies on, of the real store and of the simulated one alike: so the simulation cannot come to promise what
 * PostgreSQL does not.
 *
 * @param runs of each property
 */
export function describeStore(name: string, make: () => Promise<StoreBench>, runs: number): void {
  describe(name, { timeout: 60_000 }, () => {
    test('a partition without a row has none, and one that was never folded stands at its beginning', async () => {
      const store = (await make()).open();
      expect(await lock(store, MISSING)).toBeNull();
      expect(await store.readCheckpoint(MISSING)).toEqual({ kind: 'missing' });
      expect(await lock(store, 0)).toMatchObject({ nextOffset: 0, nextPosition: 0, writer: null });
      expect(await store.readCheckpoint(0)).toMatchObject({ kind: 'found', nextOffset: 0, lastRecord: null });
    });

    test('what is applied stays as it was given, and chunks without records keep the last one', async () => {
      const bench = await make();
      const store = bench.open();
      await move(store, 1, row(4, { offset: 3, hash: 'ab'.repeat(32) }));
      await move(store, 1, row(6, null));
      expect(await bench.open().readCheckpoint(1)).toEqual({
        kind: 'found',
        ...row(6, { offset: 3, hash: 'ab'.repeat(32) }),
        partitionCount: PARTITIONS,
      });
      expect(await store.readCheckpoint(0)).toMatchObject({ nextOffset: 0 });
    });

    test('what is not applied, or throws, has never been', async () => {
      const store = (await make()).open();
      await move(store, 0, row(2, null));
      expect(await move(store, 0, row(5, null), 'gap')).toEqual({ kind: 'gap' });
      const thrown = new Error('broken');
      const failing = store.transaction(async (transaction) => {
        await transaction.lockCheckpoint(0);
        await transaction.advanceCheckpoint(0, row(9, null));
        throw thrown;
      });
      await expect(failing).rejects.toBe(thrown);
      expect(await store.readCheckpoint(0)).toMatchObject({ nextOffset: 2 });
    });

    test.each([
      ['offset', row(4, null)],
      ['position', { ...row(8, null), nextPosition: 4 }],
    ])('a row never moves back: %s', async (_what, to) => {
      const store = (await make()).open();
      await move(store, 0, row(5, null));
      await expect(move(store, 0, to)).rejects.toThrow('the checkpoint moved although its row is locked');
      expect(await store.readCheckpoint(0)).toMatchObject(row(5, null));
    });

    test('whoever wants a locked row waits, sees then what was committed, and disturbs no other partition', async () => {
      const bench = await make();
      const [first, second] = [bench.open(), bench.open()];
      const order: string[] = [];
      const isLocked = Promise.withResolvers<void>();
      const mayEnd = Promise.withResolvers<void>();
      const holding = first.transaction(async (transaction) => {
        await transaction.lockCheckpoint(0);
        await transaction.advanceCheckpoint(0, row(3, null));
        isLocked.resolve();
        await mayEnd.promise;
        order.push('ended');
        return { kind: 'applied' };
      });
      await isLocked.promise;
      const waiting = lock(second, 0).then((found) => {
        order.push('locked');
        return found;
      });
      await move(second, 1, row(7, null));
      // Not what is not committed.
      expect(await second.readCheckpoint(0)).toMatchObject({ nextOffset: 0 });
      mayEnd.resolve();
      expect(await waiting).toMatchObject({ nextOffset: 3 });
      await holding;
      expect(order).toEqual(['ended', 'locked']);
    });

    test('chunks at once follow one another', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(1), fc.nat(1)), { minLength: 2, maxLength: 8 }),
          async (chunks) => {
            const bench = await make();
            const stores = [bench.open(), bench.open()];
            const found = await Promise.all(
              chunks.map(([by, partition]) =>
                (stores[by] ?? bench.open()).transaction(async (transaction) => {
                  const nextOffset = (await transaction.lockCheckpoint(partition))?.nextOffset ?? -1;
                  await transaction.advanceCheckpoint(partition, row(nextOffset + 1, null));
                  return { kind: 'applied', key: `${partition} ${nextOffset}` };
                }),
              ),
            );
            const expected = [0, 1].flatMap((partition) =>
              chunks.filter(([, of]) => of === partition).map((_chunk, index) => `${partition} ${index}`),
            );
            expect(found.map(({ key }) => key).sort()).toEqual(expected.sort());
          },
        ),
        { numRuns: runs },
      );
    });

    test('a record that cannot be stored takes its chunk with it, and is told as one', async () => {
      const bench = await make();
      const store = bench.open();
      const processor = createChunkProcessor(bench.tenantId, store);
      const log = [processor.record(0), processor.record(1, bench.refusedEventId), processor.record(2)];
      const refused = await processor.fold(log).catch((error: unknown) => error);
      expect(failureOf(refused).partition).toBe('record');
      expect(await store.readCheckpoint(0)).toMatchObject({ nextOffset: 0 });
      expect(await processor.stored(log)).toEqual([]);
      expect(await processor.fold(log.slice(0, 1))).toMatchObject({ kind: 'applied', nextOffset: 1 });
    });

    test('a task is made once', async () => {
      const bench = await make();
      const store = bench.open();
      const processor = createChunkProcessor(bench.tenantId, store);
      const log = [processor.record(0)];
      const found = await processor.fold(log);
      const writes = found.kind === 'applied' ? found.writes : expect.fail('nothing was written');
      const again = store.transaction(async (transaction) => {
        await transaction.lockCheckpoint(0);
        await transaction.write(0, { ...writes, timeline: [], changes: [] });
        return { kind: 'applied' };
      });
      await expect(again).rejects.toMatchObject({ code: '23505' });
      expect(await processor.stored(log)).toHaveLength(1);
    });

    test('two processors fold every record once, whichever chunks come to them', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(1), fc.nat(9), fc.integer({ min: 1, max: 5 })), { maxLength: 10 }),
          async (chunks) => {
            const bench = await make();
            const processors = [0, 1].map(() => createChunkProcessor(bench.tenantId, bench.open()));
            const [one] = processors;
            if (one === undefined) return expect.fail('there is none');
            const log = Array.from({ length: 15 }, (_none, offset) => one.record(offset));
            let folded = 0;
            let writer = -1;
            for (const [by, from, length] of chunks) {
              const result = await processors[by]?.fold(log.slice(from, from + length));
              const end = Math.min(log.length, from + length);
              const kind =
                from > folded ? 'gap' : end > folded ? 'applied' : by === writer ? 'nothing_new' : 'fenced';
              expect(result?.kind).toBe(kind);
              if (kind === 'applied') [folded, writer] = [end, by];
            }
            expect(await one.stored(log)).toEqual(log.slice(0, folded).map(({ offset }) => taskOf(offset)));
          },
        ),
        { numRuns: runs },
      );
    });

    test('a chunk whose connection breaks is wholly there or not at all, the row tells which, and holds nobody up', async () => {
      await fc.assert(
        fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), async (moment) => {
          const bench = await make();
          const [broken, other] = [bench.open(), bench.open()];
          const [first, second] = [
            createChunkProcessor(bench.tenantId, broken),
            createChunkProcessor(bench.tenantId, other),
          ];
          const log = Array.from({ length: 6 }, (_none, offset) => first.record(offset));
          const ended = Promise.allSettled([first.fold(log.slice(0, 3))]);
          await new Promise((resolve) => setTimeout(resolve, moment * bench.transactionMs));
          await broken.cut();
          const [outcome] = await ended;
          const result = await second.fold(log);
          expect(result).toMatchObject({ kind: 'applied', nextOffset: 6 });
          // The next chunk waited for the row until the one before had ended.
          const written = result.kind === 'applied' ? result.writes.timeline.map(({ offset }) => offset) : [];
          expect([
            [0, 1, 2, 3, 4, 5],
            [3, 4, 5],
          ]).toContainEqual(written);
          if (outcome?.status === 'fulfilled') expect(written).toEqual([3, 4, 5]);
          expect(await second.stored(log)).toHaveLength(6);
        }),
        { numRuns: runs },
      );
    });
  });
}

type CheckpointAdvance = Parameters<ChunkTransaction['advanceCheckpoint']>[1];

const row = (nextOffset: number, lastRecord: CheckpointAdvance['lastRecord']): CheckpointAdvance => ({
  nextOffset,
  nextPosition: 5,
  writer: 'somebody',
  lastRecord,
});

function lock(store: ProjectionStore, partition: number) {
  return store
    .transaction(async (transaction) => ({
      kind: 'looked',
      row: await transaction.lockCheckpoint(partition),
    }))
    .then((found) => found.row);
}

function move(store: ProjectionStore, partition: number, to: CheckpointAdvance, kind = 'applied') {
  return store.transaction(async (transaction: ChunkTransaction) => {
    await transaction.lockCheckpoint(partition);
    await transaction.advanceCheckpoint(partition, to);
    return { kind };
  });
}
