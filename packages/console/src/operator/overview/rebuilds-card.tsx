import type { Tone } from '../../ui/icons.tsx';
import { At, Badge, Nothing, Said } from '../../ui/parts.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { ListedRebuild } from '../ask/operations.ts';
import { progressText } from './progress-text.ts';

const TONES: Readonly<Record<ListedRebuild['state'], Tone>> = {
  replaying: 'running',
  ready: 'running',
  swapped: 'succeeded',
  rolled_back: 'canceled',
  dropped: 'queued',
};

const MEANINGS: Readonly<Record<ListedRebuild['state'], string>> = {
  replaying: 'it folds the log into a second version',
  ready: 'it has caught up and may be swapped',
  swapped: 'it is what readers see; the version before is kept',
  rolled_back: 'the version before is what readers see again',
  dropped: 'it is over, and its second version removed',
};

interface RebuildsCardProps {
  readonly rebuilds: readonly ListedRebuild[];
  readonly now: number;
}

/** The last rebuilds and how far they came. */
export function RebuildsCard({ rebuilds, now }: RebuildsCardProps) {
  const time = (value: string | null) => <At time={value} now={now} />;
  const columns: readonly DataColumn<ListedRebuild>[] = [
    { id: 'rebuild', title: 'Rebuild', cell: ({ rebuild_id: id }) => id },
    { id: 'of', title: 'Of', cell: ({ projection }) => <Said text={projection} /> },
    {
      id: 'state',
      title: 'State',
      cell: ({ state }) => (
        <>
          <Badge tone={TONES[state]}>{state.replace('_', ' ')}</Badge>
          <div className="faint">{MEANINGS[state]}</div>
        </>
      ),
    },
    {
      id: 'progress',
      title: 'Progress',
      meaning: 'How much of what the live version has folded its second version has, too',
      cell: (rebuild) => <Progress rebuild={rebuild} />,
    },
    { id: 'began', title: 'Began', end: true, cell: ({ started_at: at }) => time(at) },
    {
      id: 'ready',
      title: 'Ready',
      meaning: 'When it had caught up',
      end: true,
      cell: ({ ready_at: at }) => time(at),
    },
    {
      id: 'swapped',
      title: 'Swapped',
      meaning: 'When readers saw it first',
      end: true,
      cell: ({ swapped_at: at }) => time(at),
    },
    {
      id: 'corrected',
      title: 'Corrected',
      meaning: 'Tasks that were shown otherwise when it went live',
      end: true,
      cell: ({ corrected_tasks: tasks }) => tasks ?? <Nothing />,
    },
  ];
  return (
    <section className="card" aria-labelledby="rebuilds">
      <header>
        <h2 id="rebuilds">Projection versions</h2>
        <span className="faint">
          Rebuilds, begun, swapped and rolled back by <code>taskfold projection</code>.
        </span>
      </header>
      {rebuilds.length === 0 ? (
        <p className="body faint">
          The log was never folded again: readers see the version that was made first.
        </p>
      ) : (
        <DataTable
          label="Rebuilds"
          columns={columns}
          rows={rebuilds}
          idOf={({ rebuild_id: id }) => String(id)}
        />
      )}
    </section>
  );
}

/** How far the second version is behind the live one, while there is one. */
function Progress({ rebuild: { rebuild_id: id, progress } }: { readonly rebuild: ListedRebuild }) {
  if (progress === null) return <Nothing />;
  const { folded, live } = progress;
  return (
    <>
      <progress className="meter" max={live} value={folded} aria-label={`How far rebuild ${id} is`} />
      <div>{progressText(progress)}</div>
    </>
  );
}
