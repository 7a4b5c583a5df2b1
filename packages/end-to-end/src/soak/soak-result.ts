import type { FaultWindow } from './faults/fault-windows.ts';
import type { InjectedFault } from './faults/inject-faults.ts';
import type { Findings } from './findings.ts';
import type { Latency } from './judge/latencies.ts';
import type { SoakOptions } from './options.ts';
import type { MemorySample } from './report/sample-memory.ts';

/** Events that were acknowledged by a moment. */
export interface Throughput {
  /** Unix milliseconds. */
  readonly at: number;
  readonly acked: number;
}

/** All that a soak has seen. */
export interface SoakResult {
  readonly options: SoakOptions;
  /** Unix milliseconds: the first event, and the last one. */
  readonly from: number;
  readonly to: number;
  /** Whether it was ended before its time. */
  readonly isCut: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: Findings;
  readonly faults: readonly InjectedFault[];
  readonly windows: readonly FaultWindow[];
  /** By who was told. */
  readonly latencies: ReadonlyMap<string, readonly Latency[]>;
  readonly throughput: readonly Throughput[];
  readonly memory: readonly MemorySample[];
  /** The share of the time in which some process of the machine waited for a CPU; null where the system does not tell. */
  readonly cpuPressure: number | null;
}
