import { readFile } from 'node:fs/promises';

/** For how many milliseconds since the machine began some process of it waited for a CPU; null where the system does not tell. */
export async function waitedForCpuMs(): Promise<number | null> {
  const text = await readFile('/proc/pressure/cpu', 'utf8').catch(() => '');
  const microseconds = /^some .* total=(\d+)$/m.exec(text)?.[1];
  return microseconds === undefined ? null : Number(microseconds) / 1000;
}
