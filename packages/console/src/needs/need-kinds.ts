import type { TaskSummary } from '@taskfold/client';
import { type Days, instantsOf } from '../time/periods.ts';

/** A queue of the page: a need of the contract, or the two of them that answer for money without delivery. */
export const QUEUES = [
  'undelivered',
  'refund',
  'callback',
  'charge',
  'usage',
  'conflict',
  'over_refund',
  'attention',
] as const;
export type QueueName = (typeof QUEUES)[number];
/** What `needs=` of the API takes. */
export type NeedName = Exclude<QueueName, 'undelivered'>;

/** Which time of a task decides whether it belongs to the chosen days. */
type TimeOf = 'entry' | 'completed' | 'created';

interface QueueKind {
  readonly title: string;
  /** Why tasks are here. */
  readonly why: string;
  /** What ends it, step by step, and who does it. `text` between backquotes is code. */
  readonly steps: readonly string[];
  readonly time: TimeOf;
}

export const QUEUE_KINDS: Readonly<Record<QueueName, QueueKind>> = {
  undelivered: {
    title: 'Charged, not delivered',
    why: 'Credits were kept, and their caller has nothing: the task failed or was canceled without a refund, or it ended and all attempts to tell the caller failed.',
    steps: [
      'Ended without a result: billing publishes `task.refunded` with an `entry_id` of its own and what was charged, if it should not have cost anything.',
      'Caller not told: open the task, mend what the last attempt says (usually the receiver), then Redeliver. The callback is sent again under the same id.',
    ],
    time: 'entry',
  },
  refund: {
    title: 'Charged, not refunded',
    why: 'It failed or was canceled, and nothing of what was charged was refunded.',
    steps: [
      'Open the task: its events say what was charged, when, and by which producer.',
      'If it should have cost nothing, billing publishes `task.refunded` with an `entry_id` of its own, the amount, and the reason. Any refund takes it off this list.',
      'If the work before the failure is to be paid for, refund the rest, or agree that it stays: the list keeps what nobody refunds.',
    ],
    time: 'entry',
  },
  callback: {
    title: 'Caller not told',
    why: 'Its caller asked to be told of the end, and all attempts failed.',
    steps: [
      'Open the task: the callback shows each attempt, what the receiver answered, and how long it took.',
      'Have the receiver mended by whoever runs it, then Redeliver on the page of the task (the key needs `tasks:cancel`).',
      'It is taken off this list when the receiver takes it.',
    ],
    time: 'completed',
  },
  charge: {
    title: 'Used, not charged',
    why: 'It used something that costs credits, and nothing was charged.',
    steps: [
      'Open the task: its usage lines say what was used and what it costs.',
      'Billing publishes `task.charged` with an `entry_id` and the amount. One of 0 ends it only where the usage costs nothing.',
      'Many at once, and growing? Billing has stopped: look whether it publishes anything at all.',
    ],
    time: 'entry',
  },
  usage: {
    title: 'Succeeded without usage',
    why: 'It succeeded, and no usage was recorded, so that nothing says what it should cost.',
    steps: [
      'The worker that did it publishes `task.usage_recorded`; without lines where nothing is billed. Then it is to be charged, if only 0.',
      'All of one model or capability? Its worker does not report usage: that is one fault, not many.',
    ],
    time: 'completed',
  },
  conflict: {
    title: 'Two amounts for one entry',
    why: 'One `entry_id` or one usage record came with two contents. The first one counts.',
    steps: [
      'Open the task: the event marked conflict stands beside the one that counts.',
      'Ask its producer which is right. Nothing to do if the first is.',
      'If the other is, billing publishes the difference as a further `task.charged` or `task.refunded` with an `entry_id` of its own. The task stays listed: the log keeps both.',
    ],
    time: 'entry',
  },
  over_refund: {
    title: 'Refunded too much',
    why: 'More was refunded than charged: its net is below zero.',
    steps: [
      'Open the task: two refunds of one mistake have two values of `entry_id`.',
      'Billing publishes `task.charged` with an `entry_id` of its own for what was refunded too much.',
    ],
    time: 'entry',
  },
  attention: {
    title: 'Stuck or late',
    why: 'It has not ended, and its deadline has passed or nothing changed for an hour.',
    steps: [
      'Does its worker still run? Then it publishes `task.progressed`; a task whose deadline has passed stays listed until it ends.',
      'If not, its producer publishes `task.failed`; or cancel it on its page, and the worker that hears it publishes `task.canceled`.',
      'Are they many, of all kinds? Look at the top right of this page: a projection that is behind the log makes everything seem stuck.',
    ],
    time: 'created',
  },
};

/** The needs of the API whose lists a queue is made of. */
export function needsOf(queue: QueueName): readonly NeedName[] {
  return queue === 'undelivered' ? ['refund', 'callback'] : [queue];
}

/** What the API is asked for beside the need: that the time that counts lies in the days. */
export function timeFilters(queue: QueueName, days: Days | null): Readonly<Record<string, string>> {
  if (days === null) return {};
  const { from, before } = instantsOf(days);
  const { time } = QUEUE_KINDS[queue];
  return { [`${time}_after`]: from, [`${time}_before`]: before };
}

const TIME_TEXTS: Readonly<Record<TimeOf, string>> = {
  entry: 'used, charged or refunded something then',
  completed: 'ended then',
  created: 'created then',
};

export const timeMeaning = (queue: QueueName): string => TIME_TEXTS[QUEUE_KINDS[queue].time];

/** Whether a task of the queue's lists belongs to it. */
export function isIn(queue: QueueName, { billing }: Pick<TaskSummary, 'billing'>): boolean {
  if (queue !== 'undelivered') return true;
  return billing != null && /^[^-]*[1-9]/.test(billing.net_charged_credits);
}
