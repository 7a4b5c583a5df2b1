import { durationText } from '../time/format.ts';
import { Nothing, Said } from '../ui/parts.tsx';
import type { DataColumn } from '../ui/table/data-column.ts';
import { DataTable } from '../ui/table/data-table.tsx';
import { DELIVERY_STATUSES, type DeliveryStatus } from './ask-deliveries.ts';
import type { HostSummary } from './by-host.ts';
import { STATUS_WORDS } from './status-words.ts';

interface HostsCardProps {
  readonly hosts: readonly HostSummary[];
  /** Of which was fetched so much that there is more. */
  readonly partly: boolean;
  readonly chosen: string | null;
  readonly onChoose: (host: string | null) => void;
}

/** Which receivers take what they are told, and how soon. */
export function HostsCard({ hosts, partly, chosen, onChoose }: HostsCardProps) {
  const columns: readonly DataColumn<HostSummary>[] = [
    {
      id: 'host',
      title: 'Host',
      cell: ({ host }) => (
        <button
          type="button"
          className="button quiet host"
          aria-pressed={chosen === host}
          onClick={() => onChoose(chosen === host ? null : host)}
        >
          <Said text={host} />
        </button>
      ),
      sortBy: ({ host }) => host,
    },
    ...DELIVERY_STATUSES.map(countColumn),
    {
      id: 'median',
      title: 'Told after (median)',
      end: true,
      cell: ({ toldAfter }) => (toldAfter === null ? <Nothing /> : durationText(toldAfter.median)),
      sortBy: ({ toldAfter }) => toldAfter?.median ?? null,
    },
    {
      id: 'longest',
      title: 'Told after (longest)',
      end: true,
      cell: ({ toldAfter }) => (toldAfter === null ? <Nothing /> : durationText(toldAfter.longest)),
      sortBy: ({ toldAfter }) => toldAfter?.longest ?? null,
    },
    {
      id: 'failure',
      title: 'Last failure',
      cell: ({ lastFailure }) => (lastFailure === null ? <Nothing /> : <Said text={lastFailure} />),
      sortBy: ({ lastFailure }) => lastFailure,
    },
  ];
  return (
    <section className="card" aria-labelledby="by-receiver">
      <header>
        <h2 id="by-receiver">By receiver</h2>
        <p className="faint">
          {partly
            ? 'Of the newest tasks of each kind, as far as they were fetched: there are more.'
            : 'Of all tasks that ended and whose callers want to be told, and of the newest 200 that were.'}
        </p>
      </header>
      <DataTable
        label="Receivers"
        columns={columns}
        rows={hosts}
        idOf={({ host }) => host}
        marks={({ host }) => ({ 'data-host': host })}
        className="middle"
      />
    </section>
  );
}

function countColumn(status: DeliveryStatus): DataColumn<HostSummary> {
  const { title, tone } = STATUS_WORDS[status];
  return {
    id: status,
    title,
    end: true,
    cell: ({ counts }) =>
      counts[status] === 0 ? <Nothing /> : <span className={`count tone-${tone}`}>{counts[status]}</span>,
    sortBy: ({ counts }) => counts[status],
  };
}
