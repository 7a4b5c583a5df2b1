import type { Partition } from '../ask/operations.ts';

/** Something that an operator should know of. */
export interface Concern {
  /** Tells concerns apart from one answer to the next. */
  readonly id: string;
  readonly tone: 'failed' | 'canceled' | 'running';
  readonly title: string;
  /** Sentences; what others wrote is among them. */
  readonly says: readonly string[];
  readonly commands: readonly Command[];
}

export interface Command {
  /** Where, or what for, it is to be given. */
  readonly says: string;
  readonly line: string;
}

/** `partition 3`, `partitions 0, 2`. */
export function partitionsNamed(partitions: readonly Partition[]): string {
  const numbers = partitions.map(({ partition }) => partition).join(', ');
  return partitions.length === 1 ? `partition ${numbers}` : `partitions ${numbers}`;
}
