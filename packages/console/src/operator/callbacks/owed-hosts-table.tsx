import { durationText } from '../../time/format.ts';
import { At, Badge, Nothing, Said } from '../../ui/parts.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { timeColumn } from '../../ui/table/time-column.tsx';
import type { OwedHost } from '../ask/operations.ts';

const whole = (value: number) => value.toLocaleString('en');

/** What is owed to each host, and what went wrong last. */
export function OwedHostsTable({
  hosts,
  now,
}: {
  readonly hosts: readonly OwedHost[];
  readonly now: number;
}) {
  const columns: readonly DataColumn<OwedHost>[] = [
    {
      id: 'host',
      title: 'Host',
      className: 'mono id',
      cell: ({ host }) => <Said text={host} />,
      sortBy: ({ host }) => host,
    },
    {
      id: 'due',
      title: 'Due',
      meaning: 'callbacks that are to be made now',
      end: true,
      cell: ({ ready }) => whole(ready),
      sortBy: ({ ready }) => ready,
    },
    {
      id: 'made',
      title: 'Being made',
      meaning: 'callbacks that a processor is making',
      end: true,
      cell: ({ leased }) => whole(leased),
      sortBy: ({ leased }) => leased,
    },
    {
      id: 'later',
      title: 'Tried again later',
      meaning: 'callbacks that failed, and wait for their next attempt',
      end: true,
      cell: ({ waiting }) => whole(waiting),
      sortBy: ({ waiting }) => waiting,
    },
    {
      id: 'due-for',
      title: 'Due for',
      meaning: 'how long the oldest that is due has been',
      end: true,
      cell: ({ oldest_ready_seconds: oldest }) => (oldest === 0 ? <Nothing /> : durationText(oldest * 1000)),
      sortBy: ({ oldest_ready_seconds: oldest }) => oldest,
    },
    timeColumn({
      id: 'next',
      title: 'Next attempt',
      meaning: 'when the first of those that wait is tried again',
      timeOf: ({ next_due_at: due }) => due,
      now,
    }),
    {
      id: 'failure',
      title: 'Last failure',
      meaning: 'of the callback that was tried most often',
      cell: ({ last_failure: failure }) => <Failure failure={failure} now={now} />,
    },
  ];
  return (
    <DataTable label="What is owed to each host" columns={columns} rows={hosts} idOf={({ host }) => host} />
  );
}

function Failure({ failure, now }: { readonly failure: OwedHost['last_failure']; readonly now: number }) {
  if (failure === null) return <Nothing />;
  return (
    <>
      <Badge tone="failed">{failure.status_code ?? <Said text={failure.error ?? 'no answer'} />}</Badge>
      <div className="faint">
        attempt {failure.attempt}, <At time={failure.started_at} now={now} />
      </div>
    </>
  );
}
