/**
 * The most bytes that a batch may decompress to: far above what brokers take (1 MiB compressed by default) at the ratios
 * that JSON has, and little enough for a process to survive it. More is no data but an attack or a fault.
 */
export const MAX_DECOMPRESSED_BYTES = 128 * 1024 * 1024;

/** Says of compressed bytes what is wrong with them. */
export class DamagedCompression extends Error {
  override readonly name = 'DamagedCompression';
}

/** @throws DamagedCompression when `size` is beyond what is read */
export function checkSize(size: number): void {
  if (size > MAX_DECOMPRESSED_BYTES) throw tooLarge();
}

export function tooLarge(): DamagedCompression {
  return new DamagedCompression(`it holds more than ${MAX_DECOMPRESSED_BYTES} bytes`);
}
