import type { DeadLetterEntry } from '@taskfold/database';
import type { Undecodable } from '@taskfold/kafka';
import { messageOf } from '@taskfold/runtime';

/** Why a partition must not be folded further before a person has looked at it. */
const HALT_REASONS = [
  'lost',
  'truncated',
  'recreated',
  'undecodable',
  'partition_count',
  'flood',
  'no_checkpoint',
  'systemic',
] as const;
export type HaltReason = (typeof HALT_REASONS)[number];

/** Halts a partition. The message says what was seen, what is safe, and how to go on. */
export class Halt extends Error {
  override readonly name = 'Halt';
  readonly reason: HaltReason;

  constructor(reason: HaltReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}

export function noCheckpointHalt(partition: number): Halt {
  return new Halt(
    'no_checkpoint',
    `Partition ${partition} has no checkpoint, though one is made for each when a processor starts. Nothing was written. Restart the processor.`,
  );
}

/** @returns a sentence on partitions that were added to a topic, or a topic that was made anew with others */
function otherPartitionCount(topic: string, found: number, stored: number): string {
  return `The topic ${topic} has ${found} partitions now, but had ${stored} when it was first folded: keys lie elsewhere now, and one task would have two logs.`;
}

export function partitionCountHalt(topic: string, found: number, stored: number): Halt {
  return new Halt(
    'partition_count',
    `${otherPartitionCount(topic, found, stored)} No partition is folded further; what is folded is whole, and nothing is lost. Kafka takes no partitions back: make a topic with as many as are wanted, publish the events of the old one to it in their order, and set TOPIC_EVENTS and PROJECTION to new names.`,
  );
}

/** What comes next in the log cannot be decoded, so it is not even known which events are in it. */
export function undecodableHalt(partition: number, { offset, reason }: Undecodable): Halt {
  return new Halt(
    'undecodable',
    `Partition ${partition} cannot be read from offset ${offset} on: ${reason} Everything before it is folded, nothing of it was left out, and the other partitions go on. Start a processor that can read it, or restore the topic; how to give the batch up, with a dead letter for each of its offsets, is in docs/operations.`,
  );
}

/** @param deadLetters those of the chunk that was not written */
export function floodHalt(partition: number, deadLetters: readonly DeadLetterEntry[]): Halt {
  const codes = Map.groupBy(deadLetters, ({ code }) => code);
  const counts = [...codes].map(([code, entries]) => `${code} ${entries.length}`).join(', ');
  const first = deadLetters[0];
  const example = first === undefined ? '' : ` The first, at offset ${first.record.offset}: ${first.message}`;
  return new Halt(
    'flood',
    `So many records of partition ${partition} can never fold (${counts}) that the cause is likely one setting or one producer.${example} Nothing of this chunk was written. Mend the cause and restart the processor; to store them all as dead letters instead, restart it with DEAD_LETTER_FLOOD_LIMIT=0.`,
  );
}

/** @param error that neither time nor leaving a record out will help against */
export function systemicHalt(partition: number, error: unknown): Halt {
  const what = messageOf(error);
  return new Halt(
    'systemic',
    `Partition ${partition} cannot be folded: ${what}. Nothing of this chunk was written, and nothing is lost. Mend the cause (a missing migration or privilege, most often) and restart the processor.`,
    error,
  );
}
