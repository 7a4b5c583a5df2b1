import { keepPreviousData, useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useActiveKey } from '../session/session.ts';
import { type DaysSearch, daysOfSearch, daysText } from '../time/periods.ts';
import { ChooseDays } from '../ui/choose-days.tsx';
import { FailedState } from '../ui/failed-state.tsx';
import { useNow } from '../ui/now.ts';
import { askQueue, type Cursors, cursorsAfter } from './ask-needs.ts';
import { QUEUE_KINDS, QUEUES, type QueueName, timeMeaning } from './need-kinds.ts';
import { queueOf } from './queue-pages.ts';
import { readQueueSearch } from './queue-search.ts';
import { QueueView } from './queue-view.tsx';

const PERIODS_SHOWN = ['today', 'yesterday', '7d', '30d'] as const;
const REFRESH_MS = 5_000;
const REFRESH_COUNTS_MS = 30_000;

/** What wants a person: queues of tasks, each with why and what to do. */
export function NeedsPage() {
  const search = readQueueSearch(useSearch({ from: '/needs' }));
  const { queue = 'undelivered', ...chosen } = search;
  const navigate = useNavigate();
  const { credential } = useActiveKey();
  const days = daysOfSearch(chosen, useNow());
  const named = [days?.first ?? 'any', days?.last ?? 'any'];

  const counts = useQueries({
    queries: QUEUES.map((name) => ({
      queryKey: [credential, 'needs', 'count', name, ...named],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        askQueue(credential, name, days, null, signal),
      placeholderData: keepPreviousData,
      refetchInterval: REFRESH_COUNTS_MS,
    })),
  });
  const pages = useInfiniteQuery({
    queryKey: [credential, 'needs', 'tasks', queue, ...named],
    queryFn: ({ pageParam, signal }) => askQueue(credential, queue, days, pageParam, signal),
    initialPageParam: null as Cursors,
    getNextPageParam: cursorsAfter,
    refetchInterval: REFRESH_MS,
  });
  const countOf = (name: QueueName, index: number): string | null => {
    const page = counts[index]?.data;
    if (page === undefined) return null;
    const { tasks, more } = queueOf(name, [page]);
    return `${tasks.length}${more ? '+' : ''}`;
  };

  useEffect(() => {
    document.title = `${QUEUE_KINDS[queue].title} · Taskfold`;
  }, [queue]);

  return (
    <div className="page">
      <div className="page-head">
        <h1>Needs attention</h1>
        <p className="faint">Tasks that need a person: why each is here, and what ends it.</p>
      </div>
      <div className="choices">
        <ChooseDays
          periods={PERIODS_SHOWN}
          anyTime
          chosen={chosen}
          days={days}
          onChoose={(next: DaysSearch) => void navigate({ to: '/needs', search: { queue, ...next } })}
        />
        <span className="faint">
          {days === null ? 'Of any time.' : `${daysText(days)}, UTC: tasks that ${timeMeaning(queue)}.`}
        </span>
      </div>
      <div className="queues">
        <nav aria-label="Queues">
          {QUEUES.map((name, index) => {
            const count = countOf(name, index);
            return (
              <Link
                key={name}
                to="/needs"
                search={{ queue: name, ...chosen }}
                aria-current={name === queue ? 'page' : undefined}
                data-empty={count === '0'}
                activeProps={{}}
              >
                <span>{QUEUE_KINDS[name].title}</span>
                <span className="count">{count ?? '…'}</span>
              </Link>
            );
          })}
        </nav>
        {pages.isError && pages.data === undefined ? (
          <FailedState
            title="The queue cannot be shown"
            failure={pages.error}
            onRetry={() => void pages.refetch()}
          />
        ) : (
          <QueueView
            queue={queue}
            days={days}
            held={pages.data === undefined ? null : queueOf(queue, pages.data.pages)}
            fetching={pages.isFetchingNextPage}
            onMore={() => void pages.fetchNextPage()}
          />
        )}
      </div>
    </div>
  );
}
