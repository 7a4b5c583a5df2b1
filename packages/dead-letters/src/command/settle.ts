import type { Operator, Pool, Prisma } from '@taskfold/database';
import type { LogProducer } from '@taskfold/kafka';
import { redriveDeadLetter } from '../redrive.ts';
import type { DeadLetterPosition } from '../store/dead-letter.ts';
import { type DeadLetterFilters, listDeadLetters } from '../store/list-dead-letters.ts';
import { discardDeadLetter } from '../store/settle-dead-letter.ts';
import { printPosition } from './options.ts';

export interface SettleOptions {
  readonly pool: Pool;
  readonly prisma: Prisma;
  readonly operator: Operator;
  readonly print: (line: string) => void;
  /** Null: they are discarded. */
  readonly redriveTo: { readonly producer: LogProducer; readonly topic: string } | null;
}

const PAGE = 500;

/**
 * Redrives or discards one after the other.
 *
 * @returns whether all were done
 */
export async function settleAll(
  which: readonly DeadLetterPosition[] | DeadLetterFilters,
  options: SettleOptions,
): Promise<boolean> {
  let [done, failed] = [0, 0];
  for await (const position of positionsOf(which, options.pool)) {
    const problem = await settleOne(position, options);
    if (problem === null) done++;
    else failed++;
    if (problem !== null) options.print(`${printPosition(position)}: ${problem}`);
  }
  options.print(
    `${options.redriveTo === null ? 'Discarded' : 'Redriven'}: ${done}${failed > 0 ? `, not: ${failed}` : ''}.`,
  );
  return failed === 0;
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

/** @returns why it was not done; null when it was */
async function settleOne(
  position: DeadLetterPosition,
  { prisma, operator, print, redriveTo }: SettleOptions,
): Promise<string | null> {
  if (redriveTo === null) {
    const discarded = await discardDeadLetter(prisma, position, operator);
    if (discarded.kind === 'settled') return null;
    return discarded.kind === 'not_found'
      ? 'there is no such dead letter'
      : `it is ${discarded.status} already`;
  }
  const redriven = await redriveDeadLetter(position, { prisma, operator, ...redriveTo });
  switch (redriven.kind) {
    case 'redriven':
      print(`${printPosition(position)}: published as ${printPosition(redriven.published)}`);
      return null;
    case 'redriven_before':
      return 'it is redriven already';
    case 'pruned':
      return 'its bytes were removed';
    case 'not_found':
      return 'there is no such dead letter';
  }
}
