import { userInfo } from 'node:os';
import type { noteAct, Operator, Prisma } from '@taskfold/database';
import { CommandFailure } from '../outcome/command-failure.ts';

interface ActOptions {
  readonly actor: string;
  readonly reason?: string | undefined;
}

/** What every act is noted with. */
export const ACTOR = ['--actor <name>', 'who does it, for the audit log', userInfo().username] as const;
export const REASON = ['--reason <text>', 'why, for the audit log'] as const;
export const YES = ['--yes', 'do it; without it only what would be done is said'] as const;

/** @throws CommandFailure where nobody is named */
export function operatorOf({ actor, reason }: ActOptions): Operator {
  if (actor.trim() === '')
    throw new CommandFailure('usage', '--actor must not be empty: it stands in the audit log.');
  return { actor, ...(reason === undefined ? {} : { reason }) };
}

/** For what cannot be taken back. @throws CommandFailure, which says what would be done, where `--yes` is missing */
export function requireYes({ yes }: { readonly yes?: boolean | undefined }, would: string): void {
  if (!yes) throw new CommandFailure('usage', `${would} Nothing was done: add --yes to do it.`);
}

/** Notes in the audit log what was done, where the act itself does not. */
export async function noteDone(prisma: Prisma, act: Parameters<typeof noteAct>[1]): Promise<void> {
  const database = await import('@taskfold/database');
  await prisma.$transaction((transaction) => database.noteAct(transaction, act));
}
