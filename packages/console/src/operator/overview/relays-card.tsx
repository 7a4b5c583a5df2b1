import { durationText } from '../../time/format.ts';
import { Badge, Nothing, Said } from '../../ui/parts.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { timeColumn } from '../../ui/table/time-column.tsx';
import type { Relay } from '../ask/operations.ts';

interface RelaysCardProps {
  readonly relays: readonly Relay[];
  readonly now: number;
}

/** Who publishes changes to which topic, and how far that is. */
export function RelaysCard({ relays, now }: RelaysCardProps) {
  const columns: readonly DataColumn<Relay>[] = [
    {
      id: 'topic',
      title: 'Topic',
      className: 'mono id',
      cell: ({ topic }) => <Said text={topic} />,
      sortBy: ({ topic }) => topic,
    },
    {
      id: 'lease',
      title: 'Lease',
      cell: ({ lease }) =>
        lease?.held === true ? (
          <Badge tone="succeeded">held</Badge>
        ) : (
          <Badge tone="failed">nobody holds it</Badge>
        ),
    },
    {
      id: 'waits',
      title: 'Waits',
      meaning: 'Changes that are not published',
      end: true,
      cell: ({ lag_changes: changes }) => changes.toLocaleString('en'),
      sortBy: ({ lag_changes: changes }) => changes,
    },
    {
      id: 'lag',
      title: 'Lag',
      meaning: 'Age of the oldest of them',
      end: true,
      cell: ({ lag_seconds: seconds }) => (seconds === 0 ? '0 s' : durationText(seconds * 1000)),
      sortBy: ({ lag_seconds: seconds }) => seconds,
    },
    timeColumn({
      id: 'since',
      title: 'Held since',
      meaning: 'Since when the one that holds the lease has it',
      timeOf: ({ lease }) => lease?.began_at ?? null,
      now,
    }),
    {
      id: 'holder',
      title: 'Holder',
      meaning: 'The token that the process drew; it stands in its log, too',
      className: 'mono',
      cell: ({ lease }) => (lease === null ? <Nothing /> : lease.holder.slice(0, 8)),
    },
  ];
  return (
    <section className="card" aria-labelledby="relays">
      <header>
        <h2 id="relays">Relays</h2>
        <span className="faint">Who publishes changes for downstream consumers.</span>
      </header>
      {relays.length === 0 ? (
        <p className="body faint">Nothing was published to an updates topic yet.</p>
      ) : (
        <DataTable label="Relays by topic" columns={columns} rows={relays} idOf={({ topic }) => topic} />
      )}
    </section>
  );
}
