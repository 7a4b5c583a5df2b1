import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { askUnbilled } from '../needs/ask-needs.ts';
import { useActiveKey } from '../session/session.ts';
import type { Days, DaysSearch } from '../time/periods.ts';
import { AmountText } from '../ui/parts.tsx';

const REFRESH_MS = 30_000;

/** What was used in the days and is charged to nobody, with the way to the queue of such tasks. */
export function Unbilled({ days }: { readonly days: Days }) {
  const { credential } = useActiveKey();
  const { data } = useQuery({
    queryKey: [credential, 'unbilled', days.first, days.last],
    queryFn: ({ signal }) => askUnbilled(credential, days, signal),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  const search: DaysSearch = { from: days.first, to: days.last };
  return (
    <div>
      <dt>Used, not charged</dt>
      <dd>
        {data === undefined ? (
          <span className="skeleton" />
        ) : (
          <>
            <AmountText value={data.credits} sign={data.more ? '≥ ' : ''} />
            <Link className="below" to="/needs" search={{ queue: 'charge', ...search }}>
              {data.tasks}
              {data.more ? '+' : ''} {data.tasks === 1 ? 'task' : 'tasks'}
            </Link>
          </>
        )}
      </dd>
    </div>
  );
}
