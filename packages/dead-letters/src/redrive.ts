import type { Operator, Prisma } from '@taskfold/database';
import type { LogProducer, OutgoingRecord } from '@taskfold/kafka';
import type { DeadLetterPosition, DeadLetterRecord } from './store/dead-letter.ts';
import { readDeadLetter } from './store/read-dead-letter.ts';
import { markRedriven } from './store/settle-dead-letter.ts';

export interface RedriveOptions {
  readonly prisma: Prisma;
  /** With the partitioner that the processor has: the partition is the key's. */
  readonly producer: Pick<LogProducer, 'send'>;
  /** The events topic. */
  readonly topic: string;
  /** Who wants it, for the audit log. */
  readonly operator: Operator;
  readonly signal?: AbortSignal;
}

export type Redriven =
  /** Its record lies in the log again, at this position. */
  | { readonly kind: 'redriven'; readonly published: DeadLetterPosition }
  /** It was redriven before: nothing was published. */
  | { readonly kind: 'redriven_before' }
  /** Its bytes are gone: nothing was published. */
  | { readonly kind: 'pruned' }
  | { readonly kind: 'not_found' };

/**
 * Publishes the record of a dead letter to the events topic again, and notes that. Safe to repeat: what was published but
 * not noted is published once more, and the fold drops an event that comes twice.
 *
 * @throws when the broker or the database fails; the record may have been published nevertheless
 */
export async function redriveDeadLetter(
  position: DeadLetterPosition,
  { prisma, producer, topic, operator, signal }: RedriveOptions,
): Promise<Redriven> {
  const letter = await readDeadLetter(prisma, position);
  if (letter === null) return { kind: 'not_found' };
  if (letter.status === 'redriven') return { kind: 'redriven_before' };
  if (letter.prunedAt !== null) return { kind: 'pruned' };
  const [at] = await producer.send(topic, [asReceived(letter.record, letter.taskId)], signal);
  if (at === undefined) throw new Error('the broker gave no position for the record');
  const published = { topic, ...at };
  const noted = await markRedriven(prisma, position, operator, published);
  if (noted.kind === 'not_found') return { kind: 'not_found' };
  // Two did it at once: both records are in the log, and the fold takes one of them for a duplicate.
  return { kind: 'redriven', published };
}

/** A record without a key gets what it lacks, where it says so legibly. */
function asReceived({ key, value, headers }: DeadLetterRecord, taskId: string | null): OutgoingRecord {
  const isKeyed = key !== null && key.length > 0;
  return { key: isKeyed || taskId === null ? key : Buffer.from(taskId), value, headers };
}
