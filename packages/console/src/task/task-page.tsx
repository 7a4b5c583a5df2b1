import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { lackedScope } from '../api/failures.ts';
import { type AllOf, allOfTask } from '../api/operations.ts';
import { useActiveKey } from '../session/session.ts';
import { LacksScope } from '../ui/lacks-scope.tsx';
import { PageState } from '../ui/parts.tsx';
import { TaskView } from './task-view.tsx';
import { useTask } from './use-task.ts';

const NONE: AllOf<never> = { items: [], more: false };

/** Asked for again as the task changes, so that all parts tell of one state. */
function useBelow<Kind extends Parameters<typeof allOfTask>[2]>(
  key: string,
  taskId: string,
  kind: Kind,
  revision: number,
) {
  return useQuery({
    queryKey: [key, taskId, kind, revision],
    queryFn: ({ signal }) => allOfTask(key, taskId, kind, signal),
    enabled: revision > 0,
    placeholderData: keepPreviousData,
  });
}

/** One task: what happened to it, what it cost, and whether its caller was told. */
export function TaskPage() {
  const { taskId } = useParams({ from: '/tasks/$taskId' });
  const signedIn = useActiveKey();
  const [{ task, failure, missing }, show] = useTask(signedIn, taskId);
  const revision = task?.revision ?? 0;
  const events = useBelow(signedIn.key, taskId, 'events', revision);
  const ledger = useBelow(signedIn.key, taskId, 'ledger', revision);
  const usage = useBelow(signedIn.key, taskId, 'usage', revision);
  const attempts = useBelow(signedIn.key, taskId, 'callback/attempts', revision);

  useEffect(() => {
    document.title = `${taskId} · Taskfold`;
  }, [taskId]);

  if (missing) {
    return (
      <PageState title="There is no such task">
        <p>
          This tenant has no task <span className="mono">{taskId}</span>. Should it come, it appears here by
          itself.
        </p>
        <Link to="/tasks">To the tasks</Link>
      </PageState>
    );
  }
  if (task === null) {
    const scope = lackedScope(failure);
    if (scope !== null) return <LacksScope scope={scope} />;
    if (failure !== null) {
      return (
        <PageState title="The task cannot be shown">
          <p>{failure instanceof Error ? failure.message : String(failure)}</p>
        </PageState>
      );
    }
    return (
      <div className="task" aria-busy="true" role="status" aria-label="Loading the task">
        <span className="skeleton" />
        <span className="skeleton" />
        <span className="skeleton" />
      </div>
    );
  }
  return (
    <TaskView
      task={task}
      events={events.data ?? NONE}
      ledger={ledger.data ?? NONE}
      usage={usage.data ?? NONE}
      attempts={attempts.data ?? NONE}
      onTask={show}
    />
  );
}
