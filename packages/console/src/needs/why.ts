import type { TaskSummary } from '@taskfold/client';
import { amountParts } from '../money/decimal.ts';
import { failureMeaning } from '../task/meanings.ts';
import { ago } from '../time/format.ts';
import type { NeedName } from './need-kinds.ts';

const amount = (text: string) => {
  const { whole, fraction } = amountParts(text);
  return whole + fraction;
};

/** Why this task is in the queue, in a few words. They may hold what a producer wrote. */
export function whyText(need: NeedName, task: TaskSummary, now: number): string {
  const { billing, callback, error } = task;
  switch (need) {
    case 'refund':
      return error === null ? `${task.status}, no refund` : `failed (${error.code}), no refund`;
    case 'callback': {
      const said = failureMeaning(callback?.last_error ?? null, callback?.last_status_code ?? null);
      const count = callback?.attempt_count ?? 0;
      return `caller not told, ${count} ${count === 1 ? 'attempt' : 'attempts'}: ${said}`;
    }
    case 'charge':
      return billing === null ? 'nothing charged' : 'charged with 0';
    case 'usage':
      return 'no usage recorded';
    case 'conflict':
      return 'one of its events is marked conflict';
    case 'over_refund':
      return billing == null ? 'refunded too much' : `net ${amount(billing.net_charged_credits)}`;
    case 'attention': {
      const { deadline_at: deadline } = task;
      if (deadline !== null && Date.parse(deadline) < now) return `deadline passed ${ago(deadline, now)} ago`;
      return `nothing changed for ${ago(task.updated_at, now)}`;
    }
  }
}
