import type { OutgoingRecord } from '@taskfold/kafka';
import { expect, test } from 'vitest';
import { createRekeyPublisher } from './publish-rekeyed.ts';
import type { UnpublishedRekeyed } from './rekeyed-outbox.ts';

const record = (offset: number): UnpublishedRekeyed => ({
  topic: 'events',
  partition: 2,
  offset,
  taskId: `task_${offset}`,
  value: Buffer.from(`value ${offset}`),
  headers: { 'content-type': Buffer.from('application/json'), empty: null },
});

/** Runs until every record is settled; a send that `refuses` throws. */
async function publishAll(
  count: number,
  refuses: (records: readonly OutgoingRecord[], call: number) => Error | null,
) {
  const waiting = new Map(Array.from({ length: count }, (_none, offset) => [offset, record(offset)]));
  const sent: OutgoingRecord[] = [];
  const marked: string[] = [];
  const dead: string[] = [];
  const stop = new AbortController();
  let calls = 0;
  const settle = (offset: number) => {
    waiting.delete(offset);
    if (waiting.size === 0) stop.abort();
  };
  const publisher = createRekeyPublisher({
    read: async () => [...waiting.values()],
    async mark(published) {
      for (const { from, to } of published) {
        marked.push(`${from.offset} at ${to.partition}:${to.offset}`);
        settle(from.offset);
      }
    },
    async giveUp({ offset }, message) {
      dead.push(`${offset}: ${message}`);
      settle(offset);
    },
    producer: {
      async send(_topic, records) {
        const error = refuses(records, calls++);
        if (error !== null) throw error;
        sent.push(...records);
        return records.map((_record, index) => ({ partition: 0, offset: sent.length + index }));
      },
    },
    topic: 'events',
    partitions: () => [2],
    logger: { warn: () => {}, error: () => {} } as never,
    pollMs: 1,
  });
  await publisher.run(stop.signal);
  return { sent, marked, dead };
}

test('each is published with its subject as the key and its first position as a mark', async () => {
  const { sent, marked } = await publishAll(2, () => null);
  expect(sent).toEqual(
    [0, 1].map((offset) => ({
      key: Buffer.from(`task_${offset}`),
      value: Buffer.from(`value ${offset}`),
      headers: {
        'content-type': Buffer.from('application/json'),
        empty: null,
        'taskfold-rekeyed-from': `2:${offset}`,
      },
    })),
  );
  expect(marked).toHaveLength(2);
});

test('a broker that is away is tried again, and nothing is given up', async () => {
  const away = () => new Error('connection refused');
  const { sent, dead } = await publishAll(3, (_records, call) => (call < 2 ? away() : null));
  expect(sent).toHaveLength(3);
  expect(dead).toEqual([]);
});

test('one that the broker never takes becomes a dead letter, and the others are published', async () => {
  const refusal = new Error('send failed', {
    cause: Object.assign(new Error('too large'), { type: 'MESSAGE_TOO_LARGE' }),
  });
  const { sent, dead } = await publishAll(3, (records) =>
    records.some(({ key }) => String(key) === 'task_1') ? refusal : null,
  );
  expect(sent.map(({ key }) => String(key))).toEqual(['task_0', 'task_2']);
  expect(dead).toEqual([expect.stringMatching(/^1: .*MESSAGE_TOO_LARGE/)]);
});
