import { toMilliseconds } from '@taskfold/contract';
import type { Pool } from '@taskfold/database';
import type { OutgoingRecord } from '@taskfold/kafka';
import { splitByBytes } from './split-by-bytes.ts';
import {
  markDeadLettersPublished,
  readUnpublishedDeadLetters,
  type UnpublishedDeadLetter,
} from './unpublished-dead-letters.ts';

/** Each may have as many bytes as the events topic takes. */
const AT_ONCE = 20;
const MAX_BYTES = 4 * 1024 * 1024;

export interface PublishDeadLettersOptions {
  readonly pool: Pool;
  /** Resolves when the broker has acknowledged all. */
  readonly send: (records: readonly OutgoingRecord[]) => Promise<void>;
  readonly isOver: () => boolean;
}

/**
 * Publishes the dead letters that the dead-letter topic does not have yet. One that was sent but not noted is sent again:
 * `dlq-topic`, `dlq-partition` and `dlq-offset` tell repeats.
 *
 * @returns how many
 */
export async function publishDeadLetters({ pool, send, isOver }: PublishDeadLettersOptions): Promise<number> {
  let published = 0;
  while (!isOver()) {
    const letters = await readUnpublishedDeadLetters(pool, AT_ONCE);
    if (letters.length === 0) break;
    for (const run of splitByBytes(letters.map(deadLetterRecord), MAX_BYTES)) await send(run);
    await markDeadLettersPublished(pool, letters);
    published += letters.length;
  }
  return published;
}

/** The record as it was received, byte for byte, and headers that say why it is here. */
function deadLetterRecord(letter: UnpublishedDeadLetter): OutgoingRecord {
  const { key, value, headers, topic, partition, offset, recordTime, code, message } = letter;
  return {
    key,
    value,
    headers: {
      ...headers,
      'dlq-code': code,
      'dlq-message': message,
      'dlq-topic': topic,
      'dlq-partition': String(partition),
      'dlq-offset': String(offset),
      'dlq-timestamp': String(toMilliseconds(recordTime)),
    },
  };
}
