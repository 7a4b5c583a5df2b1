import { crc32 } from 'node:zlib';
import { murmur2 } from './murmur2.ts';

/** A way from keys to partitions that clients have, beside the two that PARTITIONER may name. */
interface KnownPartitioner {
  /** Of metrics and logs. */
  readonly name: PartitionerName;
  /** In words, with what its user has to change. */
  readonly words: string;
  partition(key: Uint8Array, count: number): number;
}

/** The names under which misplaced records are counted. */
export const PARTITIONER_NAMES = [
  'murmur2',
  'crc32',
  'fnv1a',
  'fnv1a_reference',
  'murmur2_unsigned',
] as const;
export type PartitionerName = (typeof PARTITIONER_NAMES)[number];

const POSITIVE = 0x7fffffff;

const KNOWN: readonly KnownPartitioner[] = [
  {
    name: 'murmur2',
    words: 'Java, kafkajs, aiokafka and franz-go by default (murmur2)',
    partition: (key, count) => (murmur2(key) & POSITIVE) % count,
  },
  {
    name: 'crc32',
    words:
      "librdkafka's default, consistent_random (confluent-kafka and others: set partitioner=murmur2_random), or kafka-go's CRC32Balancer",
    partition: (key, count) => crc32(key) % count,
  },
  {
    name: 'fnv1a',
    words:
      "sarama's default (set NewMurmur2Partitioner), kafka-go's Hash (set Murmur2Balancer) or librdkafka's fnv1a_random (set murmur2_random)",
    // The sign goes from the remainder, as sarama does it; librdkafka takes it from the hash, which gives the same.
    partition: (key, count) => Math.abs(fnv1a(key) % count),
  },
  {
    name: 'fnv1a_reference',
    words: "sarama's NewReferenceHashPartitioner or kafka-go's ReferenceHash",
    partition: (key, count) => (fnv1a(key) & POSITIVE) % count,
  },
  {
    name: 'murmur2_unsigned',
    words: "@platformatic/kafka's default (set its compatibilityPartitioner)",
    partition: (key, count) => (murmur2(key) >>> 0) % count,
  },
];

const WORDS = new Map(KNOWN.map(({ name, words }) => [name, words]));

/** The known partitioners that put a key there. By chance alone each does so with one key of `count`. */
export function recognisePartitioners(
  key: Uint8Array,
  partition: number,
  count: number,
): readonly PartitionerName[] {
  return KNOWN.filter((known) => known.partition(key, count) === partition).map(({ name }) => name);
}

/** Which clients partition so, and what their users have to set. */
export function describePartitioner(name: PartitionerName): string {
  return WORDS.get(name) ?? name;
}

/** FNV-1a of 32 bits, signed. */
function fnv1a(data: Uint8Array): number {
  let hash = 0x811c9dc5 | 0;
  for (const byte of data) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}
