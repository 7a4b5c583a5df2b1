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
  const silent = new Set(backlog.breakers.map(({ host }) => host));
  if (ready > 0 && oldest >= LATE_SECONDS && !isOfHosts(silent, backlog)) {
    return {
      tone: 'failed',
      title: `Callbacks have been due for ${durationText(oldest * 1000)}`,
      says:
        leased === 0
          ? 'Nobody makes any: no processor has the role, CALLBACK_KEYS is not set for it, or the partitions of their tasks are not folded up to date.'
          : 'They are made, and more come than are taken, or their hosts do not answer.',
    };
  }
  if (silent.size > 0) {
    return {
      tone: 'canceled',
      title: silent.size === 1 ? 'One host does not answer' : `${silent.size} hosts do not answer`,
      says: `${silent.size === 1 ? 'It is' : 'They are'} left alone for a while, and then tried with one attempt. What is due to other hosts is made.`,
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

/** Whether all that is late waits for these hosts; what is late to a host that is not listed is not known to. */
function isOfHosts(
  silent: ReadonlySet<string>,
  { hosts, oldest_ready_seconds: oldest }: CallbackSums,
): boolean {
  const late = hosts.filter(({ oldest_ready_seconds: seconds }) => seconds >= LATE_SECONDS);
  return (
    late.every(({ host }) => silent.has(host)) &&
    late.some(({ oldest_ready_seconds: seconds }) => seconds >= oldest)
  );
}
