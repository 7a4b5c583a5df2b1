import fc from 'fast-check';
import { expect, test } from 'vitest';
import recorded from './fixtures/recorded-partitions.json' with { type: 'json' };
import { describePartitioner, PARTITIONER_NAMES, recognisePartitioners } from './known-partitioners.ts';
import { PARTITIONERS, partitionOf } from './partition-of.ts';

// What the libraries themselves answered for these keys, among 6, 12 and 7 partitions.
test.each(recorded.recorded)('$client is recognised as $recognisedAs', ({ recognisedAs, partitions }) => {
  for (const [index, key] of recorded.keys.entries()) {
    for (const [place, count] of recorded.counts.entries()) {
      const partition = partitions[index]?.[place] ?? Number.NaN;
      expect(recognisePartitioners(Buffer.from(key), partition, count)).toContain(recognisedAs);
    }
  }
});

test('each known partitioner puts every key into one partition, and PARTITIONER has the same two', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 200 }), (key, count) => {
      const found = Array.from({ length: count }, (_none, partition) =>
        recognisePartitioners(key, partition, count),
      );
      expect(found.flat().sort()).toEqual([...PARTITIONER_NAMES].sort());
      const names = { murmur2: 'murmur2', consistent_random: 'crc32' } as const;
      for (const partitioner of PARTITIONERS) {
        expect(found[partitionOf(key, count, partitioner)]).toContain(names[partitioner]);
      }
    }),
  );
});

test.each(PARTITIONER_NAMES)('%s is described in words', (name) => {
  expect(describePartitioner(name).length).toBeGreaterThan(name.length);
});
