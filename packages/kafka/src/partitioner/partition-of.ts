import { crc32 } from 'node:zlib';
import { murmur2 } from './murmur2.ts';

/**
 * How keys are given to partitions: `murmur2` as Java and kafkajs do (librdkafka: `murmur2` and `murmur2_random`),
 * `consistent_random` as librdkafka does unless told otherwise.
 */
export const PARTITIONERS = ['murmur2', 'consistent_random'] as const;
export type Partitioner = (typeof PARTITIONERS)[number];

/** The partition, from 0 up to `count` − 1, that a key belongs to. */
export function partitionOf(key: Uint8Array, count: number, partitioner: Partitioner): number {
  // Java drops the sign bit of the hash instead of negating it.
  const hash = partitioner === 'murmur2' ? murmur2(key) & 0x7fffffff : crc32(key);
  return hash % count;
}
