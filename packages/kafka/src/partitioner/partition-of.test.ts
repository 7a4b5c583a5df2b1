import fc from 'fast-check';
import { expect, test } from 'vitest';
import { murmur2 } from './murmur2.ts';
import { PARTITIONERS, partitionOf } from './partition-of.ts';

// The cases that Apache Kafka's own test of its hash (UtilsTest) is held to.
test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('murmur2 of %j is that of the Java client', (key, hash) => {
  expect(murmur2(Buffer.from(key))).toBe(hash);
});

test('a negative hash loses its sign bit, as in the Java client', () => {
  expect(partitionOf(Buffer.from('21'), 6, 'murmur2')).toBe((-973932308 & 0x7fffffff) % 6);
});

test('consistent_random is CRC-32 without a sign, as in librdkafka', () => {
  // The check value of CRC-32: crc32("123456789") = 0xcbf43926.
  expect(partitionOf(Buffer.from('123456789'), 0x7fffffff, 'consistent_random')).toBe(
    0xcbf43926 % 0x7fffffff,
  );
});

test('every key has one partition, within the count', () => {
  fc.assert(
    fc.property(
      fc.uint8Array(),
      fc.integer({ min: 1, max: 1000 }),
      fc.constantFrom(...PARTITIONERS),
      (key, count, partitioner) => {
        const partition = partitionOf(key, count, partitioner);
        expect(partition).toBe(partitionOf(key, count, partitioner));
        expect(partition >= 0 && partition < count && Number.isInteger(partition)).toBe(true);
      },
    ),
  );
});
