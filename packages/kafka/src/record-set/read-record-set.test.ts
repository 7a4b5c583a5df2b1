import zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMPRESSIONS } from '../compression/compression.ts';
import { type BatchRecord, foreignBatch, withBody } from '../testing/foreign-batch.ts';
import { readRecordSet } from './read-record-set.ts';

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const record: fc.Arbitrary<BatchRecord> = fc.record({
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers: fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), fc.option(bytes)),
});
const log = fc.array(
  fc.record({
    records: fc.array(record, { minLength: 1, maxLength: 5 }),
    compression: fc.constantFrom(...COMPRESSIONS),
  }),
  { minLength: 1, maxLength: 4 },
);

const read = (set: Buffer, from = 0) =>
  readRecordSet(set, { from, breathe: async () => {}, readOld: () => Promise.reject(new Error('old')) });

async function written(
  batches: readonly { records: BatchRecord[]; compression: (typeof COMPRESSIONS)[number] }[],
) {
  const parts: Buffer[] = [];
  let firstOffset = 0;
  for (const { records, compression } of batches) {
    parts.push(await foreignBatch(records, { firstOffset, compression }));
    firstOffset += records.length;
  }
  return { parts, records: batches.flatMap(({ records }) => records) };
}

const plain = ({ key, value, headers }: BatchRecord, offset: number) => ({
  offset: String(offset),
  key,
  value,
  headers: Object.entries(headers),
});
const seen = (messages: Awaited<ReturnType<typeof read>>['messages']) =>
  messages.map(({ offset, key, value, headers }) => ({
    offset,
    key,
    value,
    headers: Object.entries(headers),
  }));

test('records come as they were written, from any offset on, by whatever they were compressed', async () => {
  await fc.assert(
    fc.asyncProperty(log, fc.nat(20), async (batches, asked) => {
      const { parts, records } = await written(batches);
      const from = Math.min(asked, records.length - 1);
      const { messages, undecodable } = await read(Buffer.concat(parts), from);
      expect(seen(messages)).toEqual(records.map(plain).slice(from));
      expect(undecodable).toBeNull();
    }),
    { numRuns: 100 },
  );
});

test('a byte that changed anywhere behind the prefix of a batch spoils that batch and nothing before it', async () => {
  await fc.assert(
    fc.asyncProperty(
      log,
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      async (batches, which, at, flip) => {
        const { parts } = await written(batches);
        const spoilt = which % parts.length;
        const part = parts[spoilt] ?? Buffer.alloc(0);
        // The broker itself stands for offset, length and epoch.
        const index = 16 + (at % (part.length - 16));
        part[index] = (part[index] ?? 0) ^ flip;
        const good = batches.slice(0, spoilt).flatMap(({ records }) => records);
        const { messages, undecodable } = await read(Buffer.concat(parts));
        expect(seen(messages)).toEqual(good.map(plain));
        expect(undecodable).toEqual({ offset: good.length, reason: expect.stringMatching(/\.$/) });
      },
    ),
    { numRuns: 100 },
  );
});

test('whatever the bytes, it does not throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (soup) => {
      const { messages, undecodable } = await read(Buffer.from(soup));
      expect(messages).toEqual([]);
      expect(undecodable === null).toBe(soup.length === 0);
    }),
  );
});

describe('what a fetch cuts off', () => {
  const records = [0, 1, 2].map((index) => ({ key: null, value: Buffer.from(`v${index}`), headers: {} }));

  test('at the end is left for the next one', async () => {
    const first = await foreignBatch(records);
    const second = await foreignBatch(records, { firstOffset: 3 });
    for (const length of [1, 11, 20, 60, second.length - 1]) {
      const { messages, undecodable } = await read(Buffer.concat([first, second.subarray(0, length)]));
      expect(messages.map(({ offset }) => offset)).toEqual(['0', '1', '2']);
      expect(undecodable).toBeNull();
    }
  });

  test('of the first batch would come again for ever', async () => {
    const batch = await foreignBatch(records);
    const { messages, undecodable } = await read(batch.subarray(0, -1));
    expect(messages).toEqual([]);
    expect(undecodable).toEqual({ offset: 0, reason: expect.stringContaining('no whole batch') });
  });
});

test('offsets that compaction has emptied are passed by', async () => {
  const only = [{ key: null, value: Buffer.from('v'), headers: {} }];
  const batch = await foreignBatch(only, { lastOffsetDelta: 9 });
  const { messages } = await read(batch);
  expect(messages.map(({ offset, isControlRecord }) => [offset, isControlRecord])).toEqual([
    ['0', false],
    ['9', true],
  ]);
  const empty = await foreignBatch([], { lastOffsetDelta: 4 });
  expect((await read(empty)).messages).toMatchObject([{ offset: '4', isControlRecord: true }]);
});

test('a batch of more records than a fetch hands over comes in shares, each of which goes on where the last ended', async () => {
  const count = 110_000;
  const bare = (index: number) => {
    // Nothing but an offset, which grows by bytes of seven bits.
    const offset = [2 * index, index >> 6, index >> 13]
      .map((bits) => bits & 127)
      .map((bits, at) => (at < 2 ? bits | 128 : bits));
    return [16, 0, 0, ...offset, 1, 1, 0];
  };
  const body = zlib.zstdCompressSync(
    Buffer.from(Array.from({ length: count }, (_, index) => bare(index)).flat()),
  );
  const batch = withBody(await foreignBatch([], { lastOffsetDelta: count - 1 }), { codec: 4, count, body });
  let next = 0;
  let shares = 0;
  while (next < count) {
    const { messages, undecodable } = await read(batch, next);
    expect(undecodable).toBeNull();
    expect(messages[0]?.offset).toBe(String(next));
    next = Number(messages.at(-1)?.offset) + 1;
    shares++;
  }
  expect([next, shares]).toEqual([count, 3]);
});

test('of a batch that holds a lot, a fetch hands over a share that keeps no more in memory', async () => {
  const value = Buffer.alloc(1024 * 1024, 'x');
  const records = Array.from({ length: 40 }, () => ({ key: null, value, headers: {} }));
  const { messages } = await read(await foreignBatch(records, { compression: 'zstd' }), 3);
  expect(messages.map(({ offset }) => Number(offset))).toEqual(
    Array.from({ length: 16 }, (_, index) => index + 3),
  );
  expect(messages[0]?.value?.buffer.byteLength).toBe(value.length);
});

describe('a batch whose checksum is right is undecodable, and says why', () => {
  const one = { key: null, value: Buffer.from('v'), headers: {} };

  test.each<[string, { codec?: number; count?: number; body: Buffer }, string]>([
    ['of a codec that nobody knows', { codec: 5, body: Buffer.alloc(9) }, 'names its compression 5'],
    [
      'with fewer records than it says',
      { count: 2, body: Buffer.alloc(0) },
      'of 2 records, cannot be read: it is cut off',
    ],
    ['of a negative number of records', { count: -1, body: Buffer.alloc(0) }, 'says that it has -1 records'],
    ['of an endless record', { body: Buffer.from([0xfe, 0xff, 0xff, 0xff, 0x0f, 0]) }, 'it is cut off'],
    ['of a length beyond all numbers', { body: Buffer.alloc(12, 255) }, 'a number in it is too large'],
    [
      'with more than its records',
      { body: Buffer.from([12, 0, 0, 0, 1, 1, 0, 99]) },
      'it holds more than its records',
    ],
    [
      'compressed badly',
      { codec: 3, body: Buffer.from('nonsense') },
      'records (lz4), cannot be read: it is no frame',
    ],
    [
      'that would fill the memory',
      { codec: 2, body: Buffer.from([255, 255, 255, 255, 15]) },
      'holds more than 134217728 bytes',
    ],
  ])('%s', async (_, changes, reason) => {
    const good = await foreignBatch([one]);
    const bad = withBody(await foreignBatch([one], { firstOffset: 1 }), changes);
    const { messages, undecodable } = await read(Buffer.concat([good, bad, good]));
    expect(messages.map(({ offset }) => offset)).toEqual(['0']);
    expect(undecodable).toEqual({ offset: 1, reason: expect.stringContaining(reason) });
  });

  test('whatever is in it', async () => {
    const batch = await foreignBatch([one]);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), fc.nat(7), fc.nat(3), async (soup, codec, count) => {
        const { messages, undecodable } = await read(
          withBody(batch, { codec, count, body: Buffer.from(soup) }),
        );
        // The header says that there is one offset.
        expect(messages.length).toBeLessThanOrEqual(1);
        expect(undecodable === null || undecodable.offset === 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('headers', () => {
  const headersOf = async (headers: BatchRecord['headers']) => {
    const { messages } = await read(await foreignBatch([{ key: null, value: null, headers }]));
    return messages[0];
  };

  test('of a name that comes more than once count by their first value, and null only where there is no other', async () => {
    const message = await headersOf({ a: [null, Buffer.from('1'), Buffer.from('2')], b: [null, null] });
    expect({ ...message?.headers }).toEqual({ a: Buffer.from('1'), b: null });
  });

  test('beyond the bounds are counted and left out, in time that grows with their number', async () => {
    // Copying all of them for each would take hours.
    const many = await headersOf({ first: Buffer.from('1'), h: Array<null>(100_000).fill(null) });
    expect({ ...many?.headers }).toEqual({ first: Buffer.from('1'), h: null });
    expect(many?.headersLeftOut).toMatchObject({ count: 100_001, maxCount: 256 });
    const large = await headersOf({ small: Buffer.from('1'), large: Buffer.alloc(70_000), last: null });
    expect({ ...large?.headers }).toEqual({ small: Buffer.from('1') });
    expect(large?.headersLeftOut).toMatchObject({ count: 3, bytes: expect.any(Number), maxBytes: 65_536 });
  });
});
