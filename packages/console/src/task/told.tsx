import type { Task } from '@taskfold/client';
import { durationText } from '../time/format.ts';
import { At, Said } from '../ui/parts.tsx';
import { failureMeaning } from './meanings.ts';

interface ToldProps {
  readonly task: Task;
  readonly now: number;
}

/** Whether the caller was told, in a sentence. */
export function Told({ task, now }: ToldProps) {
  const { callback, completed_at: ended } = task;
  if (callback === null)
    return <>The caller asked not to be told: the task was created without a callback address.</>;
  if (callback.status === 'delivered' && callback.delivered_at !== null) {
    const after = ended === null ? null : Date.parse(callback.delivered_at) - Date.parse(ended);
    return (
      <>
        The caller was told at <At time={callback.delivered_at} now={now} />
        {after === null || after < 0 ? '' : `, ${durationText(after)} after the task ended`}
        {callback.attempt_count > 1 ? `, by attempt ${callback.attempt_count}` : ''}.
      </>
    );
  }
  if (ended === null) return <>The caller will be told when the task ends.</>;
  if (callback.attempt_count === 0) return <>The caller is about to be told: nothing was sent yet.</>;
  const failure = (
    <>
      {callback.attempt_count === 1 ? 'the attempt' : `attempt ${callback.attempt_count}`} failed, because{' '}
      <Said text={failureMeaning(callback.last_error, callback.last_status_code)} />
    </>
  );
  if (callback.status === 'failed')
    return (
      <>
        <strong>The caller was not told</strong>, and no further attempt is made: {failure}.
      </>
    );
  return (
    <>
      <strong>The caller is not told yet</strong>: {failure}.
      {callback.next_attempt_at === null ? null : (
        <>
          {' '}
          The next attempt is due at <At time={callback.next_attempt_at} now={now} />.
        </>
      )}
    </>
  );
}
