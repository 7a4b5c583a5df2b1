import { sleep } from '@taskfold/runtime';
import type { SoakSystem } from '../system/soak-system.ts';
import { residentBytes } from './memory.ts';

export interface MemorySample {
  /** Unix milliseconds. */
  readonly at: number;
  /** Resident bytes by part; null while it is away. */
  readonly parts: Readonly<Record<string, number | null>>;
}

const EVERY_MS = 5000;
/** A process for each connection. */
const POSTGRES = 'PostgreSQL';

/** Until the signal is aborted. @returns what grows as it goes on */
export function sampleMemory(system: SoakSystem, signal: AbortSignal): readonly MemorySample[] {
  const samples: MemorySample[] = [];
  const work = async () => {
    while (!signal.aborted) {
      const pids: [string, number | null][] = [
        ...[...system.processors, system.dispatcher, ...system.apis].map((part): [string, number | null] => [
          part.name,
          part.pid(),
        ]),
        [POSTGRES, system.database.pid()],
        ...system.brokers.pids().map((pid, index): [string, number] => [`broker ${index + 1}`, pid]),
        ['soak itself', process.pid],
      ];
      const parts = await Promise.all(
        pids.map(
          async ([name, pid]) =>
            [name, pid === null ? null : await residentBytes(pid, name === POSTGRES)] as const,
        ),
      );
      samples.push({ at: Date.now(), parts: Object.fromEntries(parts) });
      await sleep(EVERY_MS, signal).catch(() => {});
    }
  };
  void work();
  return samples;
}
