import { type Compression, compress, decompress } from '@taskfold/kafka';

type Codec = Exclude<Compression, 'none'>;

/** For each record. */
export interface Measured {
  readonly plain: number;
  readonly packed: number;
  /** Microseconds of CPU, of all threads. */
  readonly writeUs: number;
  readonly readUs: number;
}

export async function measure(codec: Codec, records: readonly Buffer[], size: number): Promise<Measured> {
  const batches: Buffer[] = [];
  for (let from = 0; from + size <= records.length; from += size) {
    batches.push(Buffer.concat(records.slice(from, from + size)));
  }
  const count = batches.length * size;
  const packed: Buffer[] = [];
  const writeUs = await cpu(async () => {
    for (const batch of batches) packed.push(await compress(codec, batch));
  });
  const readUs = await cpu(async () => {
    for (const batch of packed) await decompress(codec, batch);
  });
  return {
    plain: bytes(batches) / count,
    packed: bytes(packed) / count,
    writeUs: writeUs / count,
    readUs: readUs / count,
  };
}

async function cpu(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function bytes(buffers: readonly Buffer[]): number {
  return buffers.reduce((sum, { length }) => sum + length, 0);
}
