import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { QueryStates } from '../access/query-states.tsx';
import type { Credential } from '../session/keys.ts';
import { useActiveKey } from '../session/session.ts';
import { agoText } from '../time/format.ts';
import { useNow } from '../ui/now.ts';
import { deliveriesThatAre } from './ask-deliveries.ts';
import { byHost } from './by-host.ts';
import { DeliveriesCard } from './deliveries-card.tsx';
import { HostsCard } from './hosts-card.tsx';
import { SecretsCard } from './secrets-card.tsx';
import { TestDelivery } from './test-delivery.tsx';

/** How old what is shown becomes while somebody looks at it, in milliseconds. */
const REFETCH_MS = 20_000;

async function allDeliveries(credential: Credential, signal: AbortSignal) {
  const [failed, retrying, pending, delivered] = await Promise.all([
    deliveriesThatAre('failed', credential, signal),
    deliveriesThatAre('retrying', credential, signal),
    deliveriesThatAre('pending', credential, signal),
    deliveriesThatAre('delivered', credential, signal),
  ]);
  return { failed, retrying, pending, delivered };
}

/** Whether callers are told: which receivers fail, what waits, what was given up. */
export function CallbacksPage() {
  const { credential } = useActiveKey();
  const now = useNow();
  const query = useQuery({
    queryKey: [credential, 'deliveries'],
    queryFn: ({ signal }) => allDeliveries(credential, signal),
    refetchInterval: REFETCH_MS,
  });
  const [host, setHost] = useState<string | null>(null);

  useEffect(() => {
    document.title = 'Callbacks · Taskfold';
  }, []);

  const { data } = query;
  const hosts = useMemo(
    () =>
      data === undefined
        ? []
        : byHost({
            failed: data.failed.items,
            retrying: data.retrying.items,
            pending: data.pending.items,
            delivered: data.delivered.items,
          }),
    [data],
  );

  return (
    <div className="page">
      <div className="title">
        <h1>Callbacks</h1>
        <p className="faint">Whether the callers of tasks that ended were told.</p>
        <span className="actions faint">
          {data === undefined ? null : `as of ${agoText(new Date(query.dataUpdatedAt).toISOString(), now)}`}
          <button
            type="button"
            className="button"
            disabled={query.isFetching}
            onClick={() => void query.refetch()}
          >
            Refresh
          </button>
        </span>
      </div>
      <QueryStates
        query={query}
        what="The deliveries"
        scope="tasks:read"
        lacking="This key does not read tasks"
      >
        {data === undefined ? null : (
          <>
            {hosts.length === 0 ? null : (
              <HostsCard
                hosts={hosts}
                partly={data.failed.more || data.retrying.more || data.pending.more}
                chosen={host}
                onChoose={setHost}
              />
            )}
            <DeliveriesCard
              deliveries={data}
              host={host}
              onEveryHost={() => setHost(null)}
              onChange={() => void query.refetch()}
            />
          </>
        )}
      </QueryStates>
      <div className="two">
        <SecretsCard />
        <TestDelivery />
      </div>
    </div>
  );
}
