import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useLacks } from '../access/access.ts';
import { ScopedButton } from '../access/scoped-button.tsx';
import { BulkDialog } from '../bulk/bulk-dialog.tsx';
import type { BulkItem } from '../bulk/bulk-item.ts';
import { RETRIES_OF_BULK } from '../bulk/run-bulk.ts';
import { durationText } from '../time/format.ts';
import { useNow } from '../ui/now.ts';
import { At, Nothing, PageState, Said } from '../ui/parts.tsx';
import {
  DELIVERY_STATUSES,
  type Delivery,
  type DeliveryStatus,
  type FetchedDeliveries,
} from './ask-deliveries.ts';
import { hostOf } from './by-host.ts';
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

interface DeliveriesTableProps {
  readonly deliveries: readonly Delivery[];
  readonly chosen: ReadonlySet<string>;
  readonly onChosen: (chosen: ReadonlySet<string>) => void;
  readonly onRedeliver: (delivery: Delivery) => void;
}

function DeliveriesTable({ deliveries, chosen, onChosen, onRedeliver }: DeliveriesTableProps) {
  const now = useNow();
  // Said once, above the table.
  const lacks = useLacks('tasks:cancel');
  const all = deliveries.every(({ task }) => chosen.has(task.task_id));
  return (
    <div className="scroll-x deliveries" tabIndex={0} role="region" aria-label="List of deliveries">
      <table className="events stacks">
        <thead>
          <tr>
            <th scope="col">
              <label className="choice">
                <input
                  type="checkbox"
                  checked={all}
                  aria-label="Choose all"
                  onChange={() => onChosen(new Set(all ? [] : deliveries.map(({ task }) => task.task_id)))}
                />
                Task
              </label>
            </th>
            <th scope="col">Receiver</th>
            <th scope="col" className="end">
              Attempts
            </th>
            <th scope="col">Last failure</th>
            <th scope="col" className="end">
              Next attempt
            </th>
            <th scope="col" className="end">
              Told
            </th>
            <th scope="col" className="end">
              Task ended
            </th>
            <th scope="col">
              <span className="unseen">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => {
            const { task, callback } = delivery;
            return (
              <tr key={task.task_id} data-delivery={task.task_id}>
                <td>
                  <span className="choice">
                    <input
                      type="checkbox"
                      aria-label={`Choose ${task.task_id}`}
                      checked={chosen.has(task.task_id)}
                      onChange={(event) => {
                        const next = new Set(chosen);
                        if (event.target.checked) next.add(task.task_id);
                        else next.delete(task.task_id);
                        onChosen(next);
                      }}
                    />
                    <Link to="/tasks/$taskId" params={{ taskId: task.task_id }} className="mono">
                      {task.task_id}
                    </Link>
                  </span>
                </td>
                <td data-label="Receiver">
                  <Said text={hostOf(callback.url)} />
                </td>
                <td className="end" data-label="Attempts">
                  {callback.attempt_count}
                </td>
                <td data-label="Last failure">
                  <LastFailure of={delivery} />
                </td>
                <td className="end" data-label="Next attempt">
                  {callback.next_attempt_at === null ? (
                    <Nothing />
                  ) : (
                    <At time={callback.next_attempt_at} now={now} />
                  )}
                </td>
                <td className="end" data-label="Told">
                  <Told of={delivery} />
                </td>
                <td className="end" data-label="Task ended">
                  {task.completed_at === null ? <Nothing /> : <At time={task.completed_at} now={now} />}
                </td>
                <td className="end">
                  {lacks ? null : (
                    <button type="button" className="button" onClick={() => onRedeliver(delivery)}>
                      Redeliver…
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function LastFailure({ of: { callback } }: { readonly of: Delivery }) {
  if (callback.last_error === null) return <Nothing />;
  return (
    <>
      <Said text={callback.last_error} />
      {callback.last_status_code === null ? null : (
        <span className="faint"> {callback.last_status_code}</span>
      )}
    </>
  );
}

/** How long after the end of the task. */
function Told({ of: { task, callback } }: { readonly of: Delivery }) {
  if (callback.delivered_at === null || task.completed_at === null) return <Nothing />;
  const after = Date.parse(callback.delivered_at) - Date.parse(task.completed_at);
  return <time dateTime={callback.delivered_at}>after {durationText(after)}</time>;
}
