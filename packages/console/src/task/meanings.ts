import type { CallbackAttempt, TaskEvent } from '@taskfold/client';
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
  blocked: 'The address is not public, and not allowed.',
  gone: 'The receiver wants no more.',
};

const FAILURES: Readonly<Record<string, string>> = {
  dns: 'its host name has no address',
  connect: 'no connection came about',
  tls: 'its certificate or encryption was not accepted',
  timeout: 'it did not answer in time',
  redirect: 'it answered with a redirect, which is not followed',
  gone: 'the receiver wants no more',
  blocked: 'its address is not public, and operators have not allowed it',
};

/** Why an attempt to tell a caller failed, as the end of a sentence. It may hold what is not ours. */
export function failureMeaning(error: string | null, statusCode: number | null): string {
  const known = FAILURES[error ?? ''];
  if (known !== undefined) return known;
  if (statusCode !== null) return `the receiver answered ${statusCode}`;
  return error ?? 'no answer came';
}

/** What came of an attempt, and why, in a sentence or two. It may hold what is not ours. */
export function attemptMeaning({
  outcome,
  error,
  status_code: statusCode,
}: Pick<CallbackAttempt, 'outcome' | 'error' | 'status_code'>): string {
  const came = OUTCOMES[outcome] ?? '';
  if (error === null || error === outcome) return came;
  const why = failureMeaning(error, statusCode);
  return `${why.charAt(0).toUpperCase()}${why.slice(1)}. ${came}`.trimEnd();
}
