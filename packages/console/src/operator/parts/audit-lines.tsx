import { shownText } from '../../text/visible.ts';
import { At, Said } from '../../ui/parts.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';

interface Entry {
  readonly occurred_at: string;
  readonly actor: string;
  readonly action: string;
  readonly details: unknown;
  /** To what it was done; left out where that is what the page is about. */
  readonly subject?: string;
}

/** What operators did, as the audit log has it. */
export function AuditLines({ entries, now }: { readonly entries: readonly Entry[]; readonly now: number }) {
  const withSubject = entries.some(({ subject }) => subject !== undefined);
  const columns: readonly DataColumn<Entry>[] = [
    { id: 'when', title: 'When', cell: ({ occurred_at: time }) => <At time={time} now={now} /> },
    { id: 'who', title: 'Who', cell: ({ actor }) => <Said text={actor} />, sortBy: ({ actor }) => actor },
    {
      id: 'what',
      title: 'What',
      cell: ({ action }) => <code>{action}</code>,
      sortBy: ({ action }) => action,
    },
    {
      id: 'subject',
      title: 'To what',
      className: 'mono id',
      cell: ({ subject = '' }) => <Said text={subject} />,
      sortBy: ({ subject }) => subject ?? null,
    },
    { id: 'details', title: 'Details', cell: ({ details }) => <bdi>{detailsText(details)}</bdi> },
  ];
  return (
    <DataTable
      label="What operators did"
      columns={columns.filter(({ id }) => withSubject || id !== 'subject')}
      rows={entries}
      idOf={({ occurred_at: time, action, subject = '' }) => `${time} ${action} ${subject}`}
    />
  );
}

/** `reason ticket 17, offset 4`. */
function detailsText(details: unknown): string {
  if (typeof details !== 'object' || details === null) return '';
  return Object.entries(details)
    .map(([name, value]) => shownText(`${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`))
    .join(', ');
}
