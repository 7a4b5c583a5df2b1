import { Link } from '@tanstack/react-router';
import { At, Said, saidOrNothing } from '../../ui/parts.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { ListedLetter } from '../ask/operations.ts';
import { LetterStatus } from './letter-status.tsx';

interface LettersTableProps {
  readonly letters: readonly ListedLetter[];
  readonly chosen: ReadonlySet<string>;
  readonly onChosen: (chosen: ReadonlySet<string>) => void;
  readonly now: number;
}

/** Dead letters of a page, to be looked at one by one or chosen. They are in the order of the API, which has further pages. */
export function LettersTable({ letters, chosen, onChosen, now }: LettersTableProps) {
  const columns: readonly DataColumn<ListedLetter>[] = [
    {
      id: 'record',
      title: 'Record',
      meaning: 'Topic, partition and offset of the record',
      className: 'id',
      cell: ({ topic, partition, offset }) => (
        <Link
          to="/dead-letters/$topic/$partition/$offset"
          params={{ topic, partition: String(partition), offset: String(offset) }}
        >
          {topic} {partition}/{offset}
        </Link>
      ),
    },
    {
      id: 'why',
      title: 'Why it cannot fold',
      className: 'why',
      cell: ({ code, message }) => (
        <>
          <code>{code}</code>
          <div>
            <Said text={message} />
          </div>
        </>
      ),
    },
    { id: 'tenant', title: 'Tenant', cell: ({ tenant_id: id }) => saidOrNothing(id) },
    { id: 'task', title: 'Task', cell: ({ task_id: id }) => saidOrNothing(id) },
    { id: 'status', title: 'Status', cell: ({ status }) => <LetterStatus status={status} /> },
    {
      id: 'stored',
      title: 'Set aside',
      meaning: 'When it was set aside',
      end: true,
      cell: ({ stored_at: time }) => <At time={time} now={now} />,
    },
  ];
  return (
    <DataTable
      label="Dead letters"
      columns={columns}
      rows={letters}
      idOf={({ id }) => id}
      marks={({ id }) => ({ 'data-letter': id })}
      choosing={{
        ids: chosen,
        onChoose: onChosen,
        labelOf: ({ id }) => `Choose ${id}`,
        allLabel: 'Choose all of this page',
      }}
    />
  );
}
