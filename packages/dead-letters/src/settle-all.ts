import type { Operator, Pool, Prisma } from '@taskfold/database';
import type { LogProducer } from '@taskfold/kafka';
import { redriveDeadLetter } from './redrive.ts';
import type { DeadLetterPosition } from './store/dead-letter.ts';
import { type DeadLetterFilters, listDeadLetters } from './store/list-dead-letters.ts';
import { discardDeadLetter } from './store/settle-dead-letter.ts';

export interface SettleOptions {
  readonly pool: Pool;
  readonly prisma: Prisma;
  readonly operator: Operator;
  /** Null: they are discarded. */
  readonly redriveTo: { readonly producer: LogProducer; readonly topic: string } | null;
  readonly signal: AbortSignal;
}

/** What became of one of them. */
export type Settled =
  | { readonly kind: 'discarded'; readonly position: DeadLetterPosition }
  | {
      readonly kind: 'redriven';
      readonly position: DeadLetterPosition;
      readonly published: DeadLetterPosition;
    }
  /** Nothing was done; the problem says why, in a few words. */
  | { readonly kind: 'refused'; readonly position: DeadLetterPosition; readonly problem: string };

const PAGE = 500;

/**
 * Redrives or discards one after the other, and tells of each. What was done stays done where it is ended or interrupted.
 *
 * @param which those named, or all that pass the filters
 * @throws the signal's reason, and what database and broker fail with
 */
export async function* settleDeadLetters(
  which: readonly DeadLetterPosition[] | DeadLetterFilters,
  options: SettleOptions,
): AsyncGenerator<Settled> {
  for await (const position of positionsOf(which, options.pool)) {
    options.signal.throwIfAborted();
    yield await settleOne(position, options);
  }
}

async function* positionsOf(
  which: readonly DeadLetterPosition[] | DeadLetterFilters,
  pool: Pool,
): AsyncGenerator<DeadLetterPosition> {
  if (isList(which)) {
    yield* which;
    return;
  }
  // Those that are done meanwhile leave the list, and the cursor keeps its place all the same.
  for (let after = null; ; ) {
    const { deadLetters, next }: Awaited<ReturnType<typeof listDeadLetters>> = await listDeadLetters(
      pool,
      which,
      { limit: PAGE, after },
    );
    yield* deadLetters;
    if (next === null) return;
    after = next;
  }
}

function isList(
  which: readonly DeadLetterPosition[] | DeadLetterFilters,
): which is readonly DeadLetterPosition[] {
  return Array.isArray(which);
}

async function settleOne(
  { topic, partition, offset }: DeadLetterPosition,
  { prisma, operator, redriveTo, signal }: SettleOptions,
): Promise<Settled> {
  const position = { topic, partition, offset };
  const refused = (problem: string): Settled => ({ kind: 'refused', position, problem });
  if (redriveTo === null) {
    const discarded = await discardDeadLetter(prisma, position, operator);
    if (discarded.kind === 'settled') return { kind: 'discarded', position };
    return refused(
      discarded.kind === 'not_found' ? 'there is no such dead letter' : `it is ${discarded.status} already`,
    );
  }
  const redriven = await redriveDeadLetter(position, { prisma, operator, signal, ...redriveTo });
  switch (redriven.kind) {
    case 'redriven':
      return { kind: 'redriven', position, published: redriven.published };
    case 'redriven_before':
      return refused('it is redriven already');
    case 'pruned':
      return refused('its bytes were removed');
    case 'not_found':
      return refused('there is no such dead letter');
  }
}
