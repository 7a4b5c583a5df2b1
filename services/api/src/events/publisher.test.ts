import type { LogPosition, OutgoingRecord } from '@taskfold/kafka';
import { describe, expect, it } from 'vitest';
import { createEventPublisher } from './publisher.ts';

const record = (name: string, bytes = 1): OutgoingRecord => ({
  key: Buffer.from(name),
  value: Buffer.alloc(bytes),
  headers: {},
});

/** A producer whose sends are answered by the test. */
function setUp(timeLimitMs = 5000) {
  const sends: { names: string[]; answer: PromiseWithResolvers<LogPosition[]> }[] = [];
  const publisher = createEventPublisher({
    topic: 'topic',
    timeLimitMs,
    producer: {
      send(_topic, records) {
        const answer = Promise.withResolvers<LogPosition[]>();
        sends.push({ names: records.map(({ key }) => String(key)), answer });
        return answer.promise;
      },
    },
  });
  const succeed = (index: number) => {
    const names = sends[index]?.names ?? [];
    sends[index]?.answer.resolve(names.map((_name, offset) => ({ partition: index, offset })));
  };
  return { publisher, sends, succeed };
}

describe('the publisher', () => {
  it('sends at once, and together what comes meanwhile, and gives each its own places', async () => {
    const { publisher, sends, succeed } = setUp();
    const first = publisher.publish([record('a')]);
    const second = publisher.publish([record('b'), record('c')]);
    const third = publisher.publish([record('d')]);
    expect(sends.map(({ names }) => names)).toEqual([['a']]);
    succeed(0);
    expect(await first).toEqual([{ partition: 0, offset: 0 }]);
    await expect.poll(() => sends.length).toBe(2);
    expect(sends[1]?.names).toEqual(['b', 'c', 'd']);
    succeed(1);
    expect(await second).toEqual([
      { partition: 1, offset: 0 },
      { partition: 1, offset: 1 },
    ]);
    expect(await third).toEqual([{ partition: 1, offset: 2 }]);
    expect(await publisher.publish([])).toEqual([]);
  });

  it('puts no more together than one message holds', async () => {
    const { publisher, sends, succeed } = setUp();
    const names = ['a', 'b', 'c', 'd'];
    const published = names.map((name) => publisher.publish([record(name, 900_000)]));
    for (const [index] of names.entries()) {
      await expect.poll(() => sends.length).toBe(index + 1);
      succeed(index);
    }
    await Promise.all(published);
    expect(sends.map((send) => send.names)).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  it('sends more than one message holds one after the other, in their order, and gives each its place', async () => {
    const { publisher, sends, succeed } = setUp();
    const sizes = [900_000, 400_000, 10, 1_048_576, 1_048_576, 5];
    const published = publisher.publish(sizes.map((bytes, index) => record(String(index), bytes)));
    const other = publisher.publish([record('other')]);
    for (const index of [0, 1, 2]) {
      await expect.poll(() => sends.length).toBe(index + 1);
      succeed(index);
    }
    expect(sends.map(({ names }) => names)).toEqual([['0', '1', '2'], ['3'], ['4', '5', 'other']]);
    expect(await published).toEqual([
      ...[0, 1, 2].map((offset) => ({ partition: 0, offset })),
      { partition: 1, offset: 0 },
      { partition: 2, offset: 0 },
      { partition: 2, offset: 1 },
    ]);
    expect(await other).toEqual([{ partition: 2, offset: 2 }]);
  });

  it('sends no more of a request of which a part failed', async () => {
    const { publisher, sends, succeed } = setUp();
    const failing = publisher.publish(['a', 'b', 'c'].map((name) => record(name, 1_000_000)));
    const other = publisher.publish([record('other')]);
    sends[0]?.answer.reject(new Error('no broker'));
    await expect(failing).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect.poll(() => sends.length).toBe(2);
    succeed(1);
    await other;
    expect(sends.map(({ names }) => names)).toEqual([['a'], ['other']]);
  });

  it('says that the log is away, and goes on with what comes later', async () => {
    const { publisher, sends, succeed } = setUp();
    const failing = publisher.publish([record('a')]);
    const waiting = publisher.publish([record('b')]);
    sends[0]?.answer.reject(new Error('no broker'));
    await expect(failing).rejects.toMatchObject({
      code: 'service_unavailable',
      headers: ['Retry-After', '2'],
    });
    await expect.poll(() => sends.length).toBe(2);
    succeed(1);
    await waiting;
  });

  it('waits no longer than it may', async () => {
    const { publisher } = setUp(20);
    const first = publisher.publish([record('a')]);
    const second = publisher.publish([record('b')]);
    await expect(first).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(second).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
