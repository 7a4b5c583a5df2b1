import type { FindingKind } from '../findings.ts';
import type { SoakOptions } from '../options.ts';

/** What counts as each kind, in words, by the bounds of a run. */
export const DEFINITIONS: Readonly<
  Record<FindingKind, (bounds: Pick<SoakOptions, 'lateAfter' | 'lateAtMost'>) => string>
> = {
  lost: () =>
    'An event that was acknowledged and is not in the log, or is in the log and was not folded; a task, an amount or a revision that an answer, the updates, the feed or a follower lacks at the end; a callback that never came.',
  doubled: () =>
    'An event that is in the log more often than it was sent, or was folded twice; an amount that is more than the log says; a callback under two ids; a callback that came again although nothing was broken, or an update that did although nothing had been for a minute.',
  wrong: () =>
    'Events that are logged in another order than they were sent in; a state that differs from the fold of the log at that revision, whoever saw it; a revision that went back, an answer that failed or a process that ended although nothing was broken; a dead letter, a halt, a bad signature, anything that `projection verify` finds.',
  late: ({ lateAfter, lateAtMost }) =>
    `An end that somebody was told of after more than ${lateAfter} s in which nothing was broken, or after more than ${lateAtMost} s in all. Something is broken from the blow until 10 s after all parts are ready again.`,
};
