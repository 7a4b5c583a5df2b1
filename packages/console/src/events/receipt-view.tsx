import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type EventReceipt, isApiError } from '@taskfold/client';
import { useLacks } from '../access/access.ts';
import { maySucceedLater, problemOf } from '../api/failures.ts';
import { useActiveKey } from '../session/session.ts';
import { shownLines } from '../text/visible.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Badge, Said } from '../ui/parts.tsx';
import { taskBehind } from './ask-publish.ts';
import { curlOf } from './event-text.ts';

/** An event that was published, and what the API said to it. */
export interface Published {
  /** Tells publications of the same event apart. */
  readonly key: number;
  readonly type: string;
  readonly taskId: string;
  readonly event: string;
  readonly receipt: EventReceipt;
}

interface ReceiptViewProps {
  readonly published: Published;
  /** Publishes the very same event. */
  readonly onAgain: () => void;
}

/** Whether an event was taken, where it lies in the log, and the task behind it. */
export function ReceiptView({ published, onAgain }: ReceiptViewProps) {
  const { type, taskId, event, receipt } = published;
  const accepted = receipt.status === 'accepted';
  const curl = curlOf(location.origin, event);
  return (
    <li className="receipt">
      <p>
        <Badge tone={accepted ? 'succeeded' : 'failed'}>{receipt.status}</Badge>{' '}
        <strong className="mono">
          <Said text={type} />
        </strong>{' '}
        <span className="faint">
          {receipt.position === null ? null : `at ${receipt.position} of the log, `}id{' '}
          <Said text={receipt.id ?? ''} />
        </span>
      </p>
      {receipt.error === null ? null : (
        <p className="problem">
          <Said text={receipt.error.message.replaceAll('`', '')} />{' '}
          <span className="mono">({receipt.error.code})</span>
        </p>
      )}
      {receipt.position === null ? null : <Behind taskId={taskId} position={receipt.position} />}
      <details>
        <summary className="faint">As a program sends it</summary>
        <div className="code">
          <pre tabIndex={0}>{shownLines(curl)}</pre>
        </div>
        <span className="row-actions">
          <CopyButton text={curl} />
          <button type="button" className="button" onClick={onAgain}>
            Publish the same event again
          </button>
        </span>
      </details>
    </li>
  );
}

function Behind({ taskId, position }: { readonly taskId: string; readonly position: string }) {
  const { credential } = useActiveKey();
  const lacks = useLacks('tasks:read');
  const { data: task, error } = useQuery({
    queryKey: [credential, 'behind', taskId, position],
    queryFn: ({ signal }) => taskBehind(credential, taskId, position, signal),
    enabled: !lacks,
    retry: (_count, failure) => maySucceedLater(failure),
  });
  const link = (
    <Link to="/tasks/$taskId" params={{ taskId }} className="mono">
      {taskId}
    </Link>
  );
  if (lacks) return <p className="faint">The task {link} is seen with a key that reads tasks.</p>;
  if (isApiError(error, 'task_not_found')) {
    return <p className="faint">It is kept; the task {link} is there as soon as its task.created is.</p>;
  }
  if (error !== null) return <p className="problem">{problemOf(error)}</p>;
  if (task === undefined) return <p className="faint">It is in the log; the task is there in a moment.</p>;
  return (
    <p>
      {link} is <Badge tone={task.status}>{task.status}</Badge>{' '}
      <span className="faint">at revision {task.revision}</span>
    </p>
  );
}
