const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** The 32-bit hash, signed, that Kafka's Java client partitions keys by. */
export function murmur2(data: Uint8Array): number {
  const length = data.length;
  const whole = length & ~3;
  let hash = SEED ^ length;
  for (let index = 0; index < whole; index += 4) {
    let k = byte(data, index) | (byte(data, index + 1) << 8);
    k |= (byte(data, index + 2) << 16) | (byte(data, index + 3) << 24);
    k = Math.imul(k, M);
    k ^= k >>> 24;
    hash = Math.imul(hash, M) ^ Math.imul(k, M);
  }
  if (length > whole) {
    hash ^= byte(data, whole) | (byte(data, whole + 1) << 8) | (byte(data, whole + 2) << 16);
    hash = Math.imul(hash, M);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, M);
  return hash ^ (hash >>> 15);
}

function byte(data: Uint8Array, index: number): number {
  return data[index] ?? 0;
}
