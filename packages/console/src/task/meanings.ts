import type { TaskEvent } from '@taskfold/client';
import { shownText } from '../text/visible.ts';

/** What became of an event, in a sentence. */
export function dispositionMeaning({
  disposition,
  reason,
}: Pick<TaskEvent, 'disposition' | 'reason'>): string {
  switch (disposition) {
    case 'applied':
      return 'It changed the task.';
    case 'duplicate':
      return 'It came before, and counts once.';
    case 'stale':
      return 'It came after a newer value, which stands.';
    case 'conflict':
      return 'The same entry came before with another amount: the first one stands. Ask the producer which of them is right.';
    case 'ignored':
      return reasonMeaning(reason);
    default:
      return '';
  }
}

const REASONS: Readonly<Record<string, string>> = {
  already_terminal: 'The task had ended: the first end in the log stands.',
  already_created: 'The task was there: the first creation in the log stands.',
  unknown_type: 'This version knows no event of this type; the producer may be newer.',
  pruned: 'What it would have been compared with was removed with age.',
};

function reasonMeaning(reason: string | null): string {
  if (reason === null) return 'It changed nothing.';
  return REASONS[reason] ?? `It changed nothing: ${shownText(reason)}.`;
}

/** Facts that stand in columns of their own. */
const SHOWN_ELSEWHERE = new Set(['started_at', 'entry_id', 'charged', 'refunded', 'usage_credits']);

/** What an event changed, fact by fact: `status running, attempt 2`. */
export function changesText(changed: TaskEvent['changed']): string {
  const facts = Object.entries(changed ?? {}).filter(([name]) => !SHOWN_ELSEWHERE.has(name));
  return facts
    .toSorted(([a], [b]) => Number(b === 'status') - Number(a === 'status'))
    .map(([name, value]) => {
      const said = name.replaceAll('_', ' ');
      if (value === true) return said;
      return `${said} ${typeof value === 'string' ? shownText(value) : shownText(JSON.stringify(value) ?? '')}`;
    })
    .join(', ');
}

const SETTLEMENTS: Readonly<Record<string, string>> = {
  estimated: 'may still change, the task runs',
  settling: 'the task has ended, its billing has not',
  final: 'settled',
};

export const settlementMeaning = (settlement: string): string => SETTLEMENTS[settlement] ?? '';

const OUTCOMES: Readonly<Record<string, string>> = {
  delivered: 'The receiver took it.',
  retrying: 'It is tried again.',
  exhausted: 'No attempt is left.',
  blocked: 'The address may not be called.',
  gone: 'The receiver wants no more.',
};

export const outcomeMeaning = (outcome: string): string => OUTCOMES[outcome] ?? '';
