import type { Task } from '@taskfold/client';
import { At, Said } from '../ui/parts.tsx';

const CANCEL_OUTCOMES = {
  pending: 'It has not ended yet.',
  confirmed: 'It ended by that.',
  lost_race: 'It ended otherwise before that.',
} as const satisfies Record<NonNullable<Task['cancel']>['outcome'], string>;

interface TaskNoticesProps {
  readonly task: Task;
  readonly now: number;
}

/** What somebody who looks at a task should see first: why it failed, what it warned of, who wants it to end. */
export function TaskNotices({ task, now }: TaskNoticesProps) {
  const { error, cancel, warnings } = task;
  return (
    <>
      {error === null ? null : (
        <div className="notice tone-failed">
          <strong className="mono">
            <Said text={error.code} />
          </strong>
          <span>
            <Said text={error.message} />
          </span>
          {error.param === null ? null : (
            <span>
              at <Said text={error.param} />
            </span>
          )}
          <span>
            {error.retryable
              ? 'A new task with the same input may succeed.'
              : 'The same input will fail again.'}
          </span>
        </div>
      )}
      {cancel === null ? null : (
        <div className="notice tone-canceled">
          <strong>
            Asked to end <At time={cancel.requested_at} now={now} />
          </strong>
          {cancel.reason === null ? null : (
            <span>
              because “
              <Said text={cancel.reason} />”
            </span>
          )}
          <span>{CANCEL_OUTCOMES[cancel.outcome]}</span>
        </div>
      )}
      {warnings.map((warning) => (
        <div key={`${warning.code}${warning.field}${warning.message}`} className="notice tone-canceled">
          <strong>
            Warning <Said text={warning.code} />
          </strong>
          <span>
            <Said text={warning.message} />
          </span>
          {warning.field === null ? null : (
            <span>
              at <Said text={warning.field} />
            </span>
          )}
        </div>
      ))}
      {task.data_removed ? (
        <div className="notice">What the task held was erased; status, money and times stay.</div>
      ) : null}
    </>
  );
}
