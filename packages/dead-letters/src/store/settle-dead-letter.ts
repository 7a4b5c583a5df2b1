import type { DeadLetterStatus } from '@taskfold/contract';
import { noteAct, type Operator, type Prisma } from '@taskfold/database';
import { type DeadLetterPosition, rowKey } from './dead-letter.ts';

export type SettledDeadLetter =
  | { readonly kind: 'settled' }
  /** It was discarded or redriven before: nothing was written. */
  | { readonly kind: 'settled_before'; readonly status: DeadLetterStatus }
  | { readonly kind: 'not_found' };

/** The `subject` of a dead letter in the audit log. */
export function subjectOf({ topic, partition, offset }: DeadLetterPosition): string {
  return `${topic}/${partition}/${offset}`;
}

/**
 * Notes that an open dead letter is not wanted. Its row stays: a rebuild skips its position.
 *
 * @param operator who wants that, for the audit log
 */
export async function discardDeadLetter(
  prisma: Prisma,
  position: DeadLetterPosition,
  operator: Operator,
): Promise<SettledDeadLetter> {
  return await settle(prisma, position, { status: 'discarded', from: ['open'], operator });
}

/**
 * Notes that the record of a dead letter was published again; to be called when the broker has acknowledged that.
 *
 * @param operator who wanted that, for the audit log
 * @param published where it lies now
 */
export async function markRedriven(
  prisma: Prisma,
  position: DeadLetterPosition,
  operator: Operator,
  published: DeadLetterPosition,
): Promise<SettledDeadLetter> {
  const { topic, partition, offset } = published;
  const details = { topic, partition, offset };
  return await settle(prisma, position, {
    status: 'redriven',
    from: ['open', 'discarded'],
    operator,
    details,
  });
}

interface Settlement {
  readonly status: DeadLetterStatus;
  /** The statuses that it may have before. */
  readonly from: readonly DeadLetterStatus[];
  readonly operator: Operator;
  readonly details?: DeadLetterPosition;
}

/** Nothing is done without being noted. */
async function settle(
  prisma: Prisma,
  position: DeadLetterPosition,
  { status, from, operator, details }: Settlement,
): Promise<SettledDeadLetter> {
  const key = rowKey(position);
  return await prisma.$transaction(async (transaction) => {
    // The row's lock, and what it is asked for again behind it, let one of many do it.
    const where = { ...key, status: { in: [...from] } };
    const { count } = await transaction.deadLetter.updateMany({ where, data: { status } });
    if (count === 1) {
      const act = { ...operator, action: `dead_letter.${status}`, subject: subjectOf(position) };
      await noteAct(transaction, { ...act, ...(details && { details: { ...details } }) });
      return { kind: 'settled' };
    }
    const letter = await transaction.deadLetter.findUnique({
      where: { topic_kafkaPartition_logOffset: key },
      select: { status: true },
    });
    if (letter === null) return { kind: 'not_found' };
    return { kind: 'settled_before', status: letter.status as DeadLetterStatus };
  });
}
