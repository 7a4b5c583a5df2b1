import { useState } from 'react';
import { ScopedButton } from '../access/scoped-button.tsx';
import { BulkDialog } from '../bulk/bulk-dialog.tsx';
import type { BulkItem } from '../bulk/bulk-item.ts';
import { RETRIES_OF_BULK } from '../bulk/run-bulk.ts';
import { PageState, Said } from '../ui/parts.tsx';
import {
  DELIVERY_STATUSES,
  type Delivery,
  type DeliveryStatus,
  type FetchedDeliveries,
} from './ask-deliveries.ts';
import { hostOf } from './by-host.ts';
import { DeliveriesTable } from './deliveries-table.tsx';
import { STATUS_WORDS } from './status-words.ts';

interface DeliveriesCardProps {
  readonly deliveries: Readonly<Record<DeliveryStatus, FetchedDeliveries>>;
  /** Shows those of this host alone. */
  readonly host: string | null;
  readonly onEveryHost: () => void;
  /** Something was asked for, so that what is shown may have changed. */
  readonly onChange: () => void;
}

/** The deliveries of one kind, and what brings them about once more. */
export function DeliveriesCard({ deliveries, host, onEveryHost, onChange }: DeliveriesCardProps) {
  const [status, setStatus] = useState<DeliveryStatus>(
    DELIVERY_STATUSES.find((each) => deliveries[each].items.length > 0) ?? 'failed',
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<readonly BulkItem[] | null>(null);
  const { items, more } = deliveries[status];
  const shown = items.filter(({ callback }) => host === null || hostOf(callback.url) === host);
  const picked = shown.filter(({ task }) => chosen.has(task.task_id));
  const ask = (some: readonly Delivery[]) => setAsking(some.map(bulkItem));

  return (
    <section className="card" aria-labelledby="deliveries">
      <header>
        <h2 id="deliveries">Deliveries</h2>
        <fieldset className="tabs" aria-label="Which deliveries">
          {DELIVERY_STATUSES.map((each) => (
            <button
              key={each}
              type="button"
              className="button"
              aria-pressed={status === each}
              onClick={() => {
                setStatus(each);
                setChosen(new Set());
              }}
            >
              {STATUS_WORDS[each].title} {deliveries[each].items.length}
              {deliveries[each].more ? '+' : ''}
            </button>
          ))}
        </fieldset>
        {host === null ? null : (
          <span className="chip">
            <span>
              Host: <Said text={host} />
            </span>
            <button type="button" aria-label="Show every host" onClick={onEveryHost}>
              ×
            </button>
          </span>
        )}
        <span className="actions">
          <ScopedButton
            scope="tasks:cancel"
            className="button"
            disabled={shown.length === 0}
            onClick={() => ask(picked.length > 0 ? picked : shown)}
          >
            Redeliver {picked.length > 0 ? picked.length : `all ${shown.length}`}…
          </ScopedButton>
        </span>
      </header>
      {shown.length === 0 ? (
        <PageState title="There is none">
          <p>{host === null ? STATUS_WORDS[status].none : 'None of this receiver.'}</p>
        </PageState>
      ) : (
        <DeliveriesTable
          deliveries={shown}
          chosen={chosen}
          onChosen={setChosen}
          onRedeliver={(delivery) => ask([delivery])}
        />
      )}
      {more ? <p className="body faint">The newest {items.length} are shown.</p> : null}
      <BulkDialog
        title="Tell callers again?"
        action="Redeliver"
        items={asking}
        act={(api, id) => api.callbacks.redeliver(id, { maxRetries: RETRIES_OF_BULK })}
        onClose={(done) => {
          setAsking(null);
          setChosen(new Set());
          if (done) onChange();
        }}
      >
        <p>
          For each a further attempt is made now, with the same <code>webhook-id</code>: a receiver that has
          it already should take it for the same. An attempt that waits is brought forward.
        </p>
      </BulkDialog>
    </section>
  );
}

function bulkItem({ task, callback }: Delivery): BulkItem {
  const gone = callback.url === null ? 'what the task held was erased, the address with it' : null;
  return { id: task.task_id, skipped: gone };
}
