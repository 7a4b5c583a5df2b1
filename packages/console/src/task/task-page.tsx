import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { PagedList, Taskfold } from '@taskfold/client';
import { useEffect } from 'react';
import { askWith } from '../api/client.ts';
import { lackedScope, problemOf } from '../api/failures.ts';
import type { Credential } from '../session/keys.ts';
import { useActiveKey } from '../session/session.ts';
import { LacksScope } from '../ui/lacks-scope.tsx';
import { PageState } from '../ui/parts.tsx';
import { type AllOf, allOf } from './ask-task.ts';
import { TaskSkeleton } from './task-skeleton.tsx';
import { TaskView } from './task-view.tsx';
import { useTask } from './use-task.ts';

const NONE: AllOf<never> = { items: [], more: false };
const OF_A_PAGE = 100;

/** Asked for again as the task changes, so that all parts tell of one state. */
function useBelow<Item>(
  of: readonly [credential: Credential, taskId: string, revision: number],
  kind: string,
  list: (api: Taskfold, signal: AbortSignal) => PagedList<Item>,
) {
  const [credential, , revision] = of;
  return useQuery({
    queryKey: [...of, kind],
    queryFn: ({ signal }) => allOf(list(askWith(credential), signal)),
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
  const of = [signedIn.credential, taskId, revision] as const;
  const query = { limit: OF_A_PAGE };
  const events = useBelow(of, 'events', ({ tasks }, signal) => tasks.timeline(taskId, query, { signal }));
  const ledger = useBelow(of, 'ledger', ({ tasks }, signal) => tasks.ledger(taskId, query, { signal }));
  const usage = useBelow(of, 'usage', ({ tasks }, signal) => tasks.usageRecords(taskId, query, { signal }));
  const attempts = useBelow(of, 'attempts', ({ callbacks }, signal) =>
    callbacks.attempts(taskId, query, { signal }),
  );

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
          <p>{problemOf(failure)}</p>
        </PageState>
      );
    }
    return <TaskSkeleton />;
  }
  const below = [events, ledger, usage, attempts];
  // All at once: a card that grows later would push what somebody reads.
  if (below.some(({ data, failureReason }) => data === undefined && failureReason === null))
    return <TaskSkeleton />;
  return (
    <TaskView
      task={task}
      partly={below.some(({ data }) => data === undefined)}
      events={events.data ?? NONE}
      ledger={ledger.data ?? NONE}
      usage={usage.data ?? NONE}
      attempts={attempts.data ?? NONE}
      onTask={show}
    />
  );
}
