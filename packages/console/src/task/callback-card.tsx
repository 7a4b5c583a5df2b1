import type { CallbackAttempt, Task } from '@taskfold/client';
import { useState } from 'react';
import { Confirm } from '../access/confirm.tsx';
import { ScopedButton } from '../access/scoped-button.tsx';
import { durationText } from '../time/format.ts';
import type { Tone } from '../ui/icons.tsx';
import { useNow } from '../ui/now.ts';
import { Badge, Nothing, Said } from '../ui/parts.tsx';
import type { DataColumn } from '../ui/table/data-column.ts';
import { DataTable } from '../ui/table/data-table.tsx';
import { timeColumn } from '../ui/table/time-column.tsx';
import { attemptMeaning } from './meanings.ts';
import { Told } from './told.tsx';

const STATUS_TONES: Readonly<Record<string, Tone>> = {
  pending: 'queued',
  retrying: 'canceled',
  delivered: 'succeeded',
  failed: 'failed',
};
const ENDED = new Set(['succeeded', 'failed', 'canceled']);

interface CallbackCardProps {
  readonly task: Task;
  readonly attempts: readonly CallbackAttempt[];
}

/** Whether the caller was told, and every attempt to. */
export function CallbackCard({ task, attempts }: CallbackCardProps) {
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const { callback } = task;
  if (callback === null) {
    return (
      <section className="card" aria-labelledby="callback">
        <header>
          <h2 id="callback">Callback</h2>
        </header>
        <p className="body faint">
          <Told task={task} now={now} />
        </p>
      </section>
    );
  }
  return (
    <section className="card" aria-labelledby="callback">
      <header>
        <h2 id="callback">Callback</h2>
        <Badge tone={STATUS_TONES[callback.status] ?? 'queued'}>{callback.status}</Badge>
        {ENDED.has(task.status) ? (
          <span className="actions">
            <ScopedButton scope="tasks:cancel" className="button" onClick={() => setAsking(true)}>
              Redeliver…
            </ScopedButton>
          </span>
        ) : null}
      </header>
      <div className="body stack-small">
        <p>
          <Told task={task} now={now} />
        </p>
        <p className="faint mono anywhere">
          {callback.url === null ? 'The address was removed.' : <Said text={callback.url} />}
        </p>
      </div>
      {attempts.length === 0 ? null : <Attempts attempts={attempts} now={now} />}
      <Confirm
        title="Tell the caller again?"
        open={asking}
        action="Redeliver"
        scope="tasks:cancel"
        onClose={() => setAsking(false)}
        act={(api) => api.callbacks.redeliver(task.task_id)}
      >
        <p>
          A further attempt is made now, with the same <code>webhook-id</code>, to
        </p>
        <p className="mono">
          {callback.url === null ? 'an address that was removed' : <Said text={callback.url} />}
        </p>
      </Confirm>
    </section>
  );
}

function Attempts({ attempts, now }: Pick<CallbackCardProps, 'attempts'> & { readonly now: number }) {
  const columns: readonly DataColumn<CallbackAttempt>[] = [
    {
      id: 'attempt',
      title: 'Attempt',
      cell: ({ type, attempt }) => (
        <>
          <strong>{attempt}</strong> <span className="faint">{type}</span>
        </>
      ),
    },
    {
      id: 'outcome',
      title: 'Outcome',
      cell: (attempt) => (
        <>
          <Badge tone={STATUS_TONES[attempt.outcome] ?? 'failed'}>{attempt.outcome}</Badge>
          <div className="faint">
            <Said text={attemptMeaning(attempt)} />
          </div>
        </>
      ),
    },
    {
      id: 'answer',
      title: 'Answer',
      end: true,
      cell: ({ status_code: status }) => status ?? <Nothing />,
    },
    {
      id: 'took',
      title: 'Took',
      end: true,
      cell: ({ duration_ms: took }) => durationText(took),
      sortBy: ({ duration_ms: took }) => took,
    },
    timeColumn({
      id: 'at',
      title: 'At',
      timeOf: ({ started_at: time }) => time,
      now,
    }),
  ];
  const idOf = ({ delivery_id: id, attempt }: CallbackAttempt) => `${id} ${attempt}`;
  return <DataTable label="Attempts" columns={columns} rows={attempts} idOf={idOf} />;
}
