import { Link } from '@tanstack/react-router';
import type { Callback, TaskSummary } from '@taskfold/client';
import type { ReactNode } from 'react';
import { KeyNamed } from '../keys/key-named.tsx';
import { durationText } from '../time/format.ts';
import type { Tone } from '../ui/icons.tsx';
import { AmountText, At, Badge, Nothing, Said, saidOrNothing } from '../ui/parts.tsx';

export interface Column {
  readonly name: string;
  readonly title: string;
  /** Width of a track of the grid; of those that stretch with a least one. */
  readonly width: string;
  readonly end?: boolean;
  /** Whether it is shown unless the reader chooses otherwise. */
  readonly shown: boolean;
  readonly cell: (task: TaskSummary, now: number) => ReactNode;
}

const CALLBACK_TONES: Readonly<Record<Callback['status'], Tone>> = {
  pending: 'queued',
  retrying: 'canceled',
  delivered: 'succeeded',
  failed: 'failed',
};

const callbackTone = (status: Callback['status']): Tone => CALLBACK_TONES[status];

function Progress({ task }: { readonly task: TaskSummary }) {
  if (task.status === 'failed' && task.error !== null) return <Said text={task.error.code} />;
  const percent = task.progress?.percent ?? null;
  const stage = task.progress?.stage ?? null;
  if (task.status !== 'running' || (percent === null && stage === null)) return <Nothing />;
  return (
    <span className="progress-cell">
      {percent === null ? (
        <span />
      ) : (
        <progress className="meter" max={100} value={percent} aria-label={`${Math.round(percent)} %`} />
      )}
      <span>
        {percent === null ? '' : `${Math.round(percent)} % `}
        {stage === null ? null : <Said text={stage} />}
      </span>
    </span>
  );
}

function took(task: TaskSummary, now: number): string {
  const end = task.completed_at === null ? now : Date.parse(task.completed_at);
  return durationText(end - Date.parse(task.created_at));
}

const pairsText = (metadata: TaskSummary['metadata']) =>
  Object.entries(metadata)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');

/** The list is sorted and filtered by the API, and rows out of sight do not exist: a column says how to show a cell. */
export const COLUMNS: readonly Column[] = [
  {
    name: 'status',
    title: 'Status',
    width: '6.75rem',
    shown: true,
    cell: ({ status }) => <Badge tone={status}>{status}</Badge>,
  },
  {
    name: 'task_id',
    title: 'Task',
    width: 'minmax(11.5rem, 1.4fr)',
    shown: true,
    cell: ({ task_id: id }) => (
      <Link to="/tasks/$taskId" params={{ taskId: id }} className="mono">
        {id}
      </Link>
    ),
  },
  {
    name: 'capability',
    title: 'Capability',
    width: 'minmax(8rem, 1fr)',
    shown: true,
    cell: ({ capability }) => <Said text={capability} />,
  },
  {
    name: 'model',
    title: 'Model',
    width: 'minmax(8rem, 1fr)',
    shown: true,
    cell: ({ model }) => <Said text={model} />,
  },
  {
    name: 'progress',
    title: 'Progress or error',
    width: 'minmax(10.5rem, 1.1fr)',
    shown: true,
    cell: (task) => <Progress task={task} />,
  },
  {
    name: 'net',
    title: 'Net credits',
    width: '7.5rem',
    end: true,
    shown: true,
    cell: ({ billing }) =>
      billing == null ? <Nothing /> : <AmountText value={billing.net_charged_credits} />,
  },
  {
    name: 'callback',
    title: 'Callback',
    width: '6.75rem',
    shown: true,
    cell: ({ callback }) =>
      callback == null ? <Nothing /> : <Badge tone={callbackTone(callback.status)}>{callback.status}</Badge>,
  },
  {
    name: 'created',
    title: 'Created',
    width: '7.5rem',
    end: true,
    shown: true,
    cell: ({ created_at: time }, now) => <At time={time} now={now} />,
  },
  { name: 'took', title: 'Took', width: '5.25rem', end: true, shown: true, cell: took },
  {
    name: 'project',
    title: 'Project',
    width: 'minmax(8rem, 0.8fr)',
    shown: false,
    cell: ({ project_id: id }) => saidOrNothing(id),
  },
  {
    name: 'key',
    title: 'Key',
    width: 'minmax(10rem, 1fr)',
    shown: false,
    cell: ({ api_key_id: id }) => (id === null ? <Nothing /> : <KeyNamed id={id} />),
  },
  {
    name: 'request',
    title: 'Request',
    width: 'minmax(10rem, 1fr)',
    shown: false,
    cell: ({ client_request_id: id }) => saidOrNothing(id),
  },
  {
    name: 'metadata',
    title: 'Metadata',
    width: 'minmax(12rem, 1.2fr)',
    shown: false,
    cell: ({ metadata }) => saidOrNothing(pairsText(metadata) || null),
  },
];
