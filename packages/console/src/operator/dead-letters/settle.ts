import { NoAnswer, OperatorRefusal } from '../ask/failures.ts';
import type { ListedLetter, OperatorAnswer } from '../ask/operations.ts';
import { asked } from '../ask/use-live.ts';
import type { Act } from '../parts/act-fields.tsx';
import type { Settling } from './settle-many.ts';

/** Where a dead letter lies, as the path of its operations has it. */
export function letterPath({
  topic,
  partition,
  offset,
}: Pick<ListedLetter, 'topic' | 'partition' | 'offset'>) {
  return { topic, partition, offset };
}

/** Publishes one again. */
export async function redrive(
  token: string,
  letter: ListedLetter,
  act: Act,
): Promise<OperatorAnswer<'redriveDeadLetter'>> {
  return (await asked(token, 'redriveDeadLetter', { path: letterPath(letter), body: act })).data;
}

/** Notes that one is not wanted. */
export async function discard(
  token: string,
  letter: ListedLetter,
  act: Act,
): Promise<OperatorAnswer<'discardDeadLetter'>> {
  return (await asked(token, 'discardDeadLetter', { path: letterPath(letter), body: act })).data;
}

/** Whether what one was refused for holds for all others: the API, the log or the token is away. */
export function endsSettling(error: unknown): boolean {
  return (
    error instanceof NoAnswer || (error instanceof OperatorRefusal && [401, 429, 503].includes(error.status))
  );
}

export const SETTLING_WORDS: Readonly<
  Record<Settling, { readonly verb: string; readonly done: string; readonly means: string }>
> = {
  redrive: {
    verb: 'Redrive',
    done: 'redriven',
    means:
      'The record is published to the events topic again, as it is. Mend the cause first: what still cannot fold becomes a dead letter again. What comes twice folds once.',
  },
  discard: {
    verb: 'Discard',
    done: 'discarded',
    means: 'It is noted that the record is not wanted. Its bytes stay, and it can be redriven all the same.',
  },
};
