import { durationText } from '../../time/format.ts';
import type { CallbackSums } from '../ask/operations.ts';

export interface Verdict {
  readonly tone: 'succeeded' | 'canceled' | 'failed';
  readonly title: string;
  readonly says: string;
}

/** What is due is made within a second where a processor makes callbacks. */
const LATE_SECONDS = 60;

/** Whether callers are told, in a sentence. */
export function backlogVerdict(backlog: CallbackSums): Verdict {
  const { ready, leased, waiting, oldest_ready_seconds: oldest } = backlog;
  if (ready > 0 && oldest >= LATE_SECONDS) {
    return {
      tone: 'failed',
      title: `Callbacks have been due for ${durationText(oldest * 1000)}`,
      says:
        leased === 0
          ? 'Nobody makes any: no processor has the role, CALLBACK_KEYS is not set for it, or the partitions of their tasks are not folded up to date.'
          : 'They are made, and more come than are taken, or their hosts do not answer.',
    };
  }
  if (waiting > 0) {
    return {
      tone: 'canceled',
      title: 'Some hosts do not take their callbacks',
      says: 'These are tried again, later each time. What is due to other hosts is made.',
    };
  }
  return {
    tone: 'succeeded',
    title: 'Callers are told',
    says: 'Nothing that is due waits, and nothing failed.',
  };
}
