import { Badge } from '../../ui/parts.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { Partition } from '../ask/operations.ts';
import { isRead } from './concerns.ts';
import { figuresOf } from './partition-figures.tsx';
import type { Rates } from './rates.ts';

interface PartitionsTableProps {
  readonly partitions: readonly Partition[];
  readonly serverTime: number;
  readonly ratesOf: (partition: number) => Rates | null;
}

/** Where each partition stands. */
export function PartitionsTable({ partitions, serverTime, ratesOf }: PartitionsTableProps) {
  const figures = figuresOf({ serverTime, ratesOf });
  const columns: readonly DataColumn<Partition>[] = [
    {
      id: 'partition',
      title: 'Partition',
      cell: ({ partition }) => partition,
      sortBy: ({ partition }) => partition,
    },
    {
      id: 'state',
      title: 'State',
      cell: (partition) => <State partition={partition} serverTime={serverTime} />,
    },
    ...figures.map((figure) => ({ ...figure, end: true })),
  ];
  return (
    <section className="card" aria-labelledby="partitions">
      <header>
        <h2 id="partitions">Partitions</h2>
        <span className="faint mono">{partitions[0]?.topic}</span>
      </header>
      <DataTable
        label="Where each partition stands"
        columns={columns}
        rows={partitions}
        idOf={({ partition }) => String(partition)}
      />
      <details className="meanings">
        <summary>What the columns mean</summary>
        <dl>
          {figures.map(({ id, title, meaning }) => (
            <div key={id} className="meanings-line">
              <dt>{title}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

function State({
  partition,
  serverTime,
}: Pick<PartitionsTableProps, 'serverTime'> & { readonly partition: Partition }) {
  if (partition.halt !== null) return <Badge tone="failed">halted: {partition.halt.reason}</Badge>;
  if (!isRead(partition, serverTime)) return <Badge tone="failed">nobody reads it</Badge>;
  if ((partition.lag_records ?? 0) > 0) return <Badge tone="running">folding</Badge>;
  return <Badge tone="succeeded">up to date</Badge>;
}
