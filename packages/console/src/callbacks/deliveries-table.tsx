import { Link } from '@tanstack/react-router';
import { useLacks } from '../access/access.ts';
import { failureMeaning } from '../task/meanings.ts';
import { durationText } from '../time/format.ts';
import { useNow } from '../ui/now.ts';
import { Nothing, Said } from '../ui/parts.tsx';
import type { DataColumn } from '../ui/table/data-column.ts';
import { DataTable } from '../ui/table/data-table.tsx';
import { timeColumn } from '../ui/table/time-column.tsx';
import type { Delivery } from './ask-deliveries.ts';
import { hostOf } from './by-host.ts';

interface DeliveriesTableProps {
  readonly deliveries: readonly Delivery[];
  /** Ids of their tasks. */
  readonly chosen: ReadonlySet<string>;
  readonly onChosen: (chosen: ReadonlySet<string>) => void;
  readonly onRedeliver: (delivery: Delivery) => void;
}

export function DeliveriesTable({ deliveries, chosen, onChosen, onRedeliver }: DeliveriesTableProps) {
  const now = useNow();
  // Said once, above the table.
  const lacks = useLacks('tasks:cancel');
  const columns: readonly DataColumn<Delivery>[] = [
    {
      id: 'task',
      title: 'Task',
      cell: ({ task: { task_id: id } }) => (
        <Link to="/tasks/$taskId" params={{ taskId: id }} className="mono">
          {id}
        </Link>
      ),
      sortBy: ({ task }) => task.task_id,
    },
    {
      id: 'receiver',
      title: 'Receiver',
      cell: ({ callback }) => <Said text={hostOf(callback.url)} />,
      sortBy: ({ callback }) => hostOf(callback.url),
    },
    {
      id: 'attempts',
      title: 'Attempts',
      end: true,
      cell: ({ callback }) => callback.attempt_count,
      sortBy: ({ callback }) => callback.attempt_count,
    },
    {
      id: 'failure',
      title: 'Last failure',
      cell: (delivery) => <LastFailure of={delivery} />,
      sortBy: ({ callback }) => callback.last_error,
    },
    timeColumn({
      id: 'next',
      title: 'Next attempt',
      timeOf: ({ callback }) => callback.next_attempt_at,
      now,
    }),
    {
      id: 'told',
      title: 'Told',
      meaning: 'How long after the end of the task its caller knew',
      end: true,
      cell: (delivery) => <Told of={delivery} />,
      sortBy: toldAfter,
    },
    timeColumn({
      id: 'ended',
      title: 'Task ended',
      timeOf: ({ task }) => task.completed_at,
      now,
    }),
    {
      id: 'acts',
      title: 'What can be done',
      untitled: true,
      end: true,
      cell: (delivery) =>
        lacks ? null : (
          <button type="button" className="button" onClick={() => onRedeliver(delivery)}>
            Redeliver…
          </button>
        ),
    },
  ];
  return (
    <DataTable
      label="List of deliveries"
      columns={columns}
      rows={deliveries}
      idOf={({ task }) => task.task_id}
      marks={({ task }) => ({ 'data-delivery': task.task_id })}
      choosing={{
        ids: chosen,
        onChoose: onChosen,
        labelOf: ({ task }) => `Choose ${task.task_id}`,
        allLabel: 'Choose all',
      }}
      className="middle long"
    />
  );
}

function LastFailure({ of: { callback } }: { readonly of: Delivery }) {
  if (callback.last_error === null) return <Nothing />;
  return <Said text={failureMeaning(callback.last_error, callback.last_status_code)} />;
}

function Told({ of }: { readonly of: Delivery }) {
  const after = toldAfter(of);
  if (after === null) return <Nothing />;
  return <time dateTime={of.callback.delivered_at ?? undefined}>after {durationText(after)}</time>;
}

/** Milliseconds from the end of the task until its caller knew. */
function toldAfter({ task, callback }: Delivery): number | null {
  if (callback.delivered_at === null || task.completed_at === null) return null;
  return Date.parse(callback.delivered_at) - Date.parse(task.completed_at);
}
