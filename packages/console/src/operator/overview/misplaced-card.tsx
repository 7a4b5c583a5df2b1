import { Said } from '../../ui/parts.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { timeColumn } from '../../ui/table/time-column.tsx';
import type { MisplacedSource } from '../ask/operations.ts';

const CAUSES: Readonly<Record<MisplacedSource['cause'], string>> = {
  no_key: 'its records have no key',
  wrong_partition: 'its records lie in another partition than their key belongs to',
};

interface MisplacedCardProps {
  readonly sources: readonly MisplacedSource[];
  readonly now: number;
}

/** Producers that publish elsewhere than keys belong. There only where there are any. */
export function MisplacedCard({ sources, now }: MisplacedCardProps) {
  if (sources.length === 0) return null;
  const columns: readonly DataColumn<MisplacedSource>[] = [
    {
      id: 'source',
      title: 'Source',
      cell: ({ source }) => <Said text={source} />,
      sortBy: ({ source }) => source,
    },
    { id: 'cause', title: 'Cause', cell: ({ cause }) => CAUSES[cause], sortBy: ({ cause }) => cause },
    {
      id: 'like',
      title: 'Partitions like',
      meaning: 'The partitioners that would have put its records where they lay',
      cell: likeliest,
    },
    {
      id: 'records',
      title: 'Records',
      meaning: 'Of the newest 100,000 misplaced records',
      end: true,
      cell: ({ records }) => records.toLocaleString('en'),
      sortBy: ({ records }) => records,
    },
    {
      id: 'unpublished',
      title: 'Not yet again',
      meaning: 'Those that the broker has not taken again yet',
      end: true,
      cell: ({ unpublished }) => unpublished.toLocaleString('en'),
      sortBy: ({ unpublished }) => unpublished,
    },
    timeColumn({
      id: 'last',
      title: 'Last',
      timeOf: ({ last_at: time }) => time,
      now,
    }),
  ];
  return (
    <section className="card" aria-labelledby="misplaced">
      <header>
        <h2 id="misplaced">Misplaced records</h2>
        <span className="faint">
          Nothing is lost: each was published again. Their producers need another setting.
        </span>
      </header>
      <DataTable
        label="Sources of misplaced records"
        columns={columns}
        rows={sources}
        idOf={({ source, cause }) => `${source} ${cause}`}
      />
    </section>
  );
}

/** The partitioner that nearly all of its records have. */
function likeliest({ recognised, records }: MisplacedSource): string {
  const [best] = Object.entries(recognised).toSorted(([, left], [, right]) => right - left);
  return best === undefined ? 'none that is known' : `${best[0]} (${best[1]} of ${records})`;
}
