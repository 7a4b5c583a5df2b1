import { Link } from '@tanstack/react-router';
import { amountOf } from '../money/decimal.ts';
import { fractionStyle } from '../money/fraction-style.ts';
import { ago, bothTimes } from '../time/format.ts';
import type { Days } from '../time/periods.ts';
import { useNow } from '../ui/now.ts';
import { AmountText, Badge, Nothing, PageState, Said } from '../ui/parts.tsx';
import type { DataColumn } from '../ui/table/data-column.ts';
import { DataTable } from '../ui/table/data-table.tsx';
import { needsOf, QUEUE_KINDS, type QueueName, timeFilters } from './need-kinds.ts';
import { type AmountColumn, amountColumns, type QueuedTask, sumIn } from './queue-pages.ts';
import { whyText } from './why.ts';

interface QueueViewProps {
  readonly queue: QueueName;
  readonly days: Days | null;
  /** Null until it is known. */
  readonly held: { readonly tasks: readonly QueuedTask[]; readonly more: boolean } | null;
  readonly fetching: boolean;
  readonly onMore: () => void;
}

/** One queue: what it means, what to do about it, and its tasks. */
export function QueueView({ queue, days, held, fetching, onMore }: QueueViewProps) {
  const { title, why, steps } = QUEUE_KINDS[queue];
  const needs = needsOf(queue);
  return (
    <section className="card queue" aria-labelledby="queue">
      <header>
        <h2 id="queue">{title}</h2>
        <span className="actions">
          {needs.map((need) => (
            <Link
              key={need}
              className="button"
              to="/tasks"
              search={{ needs: need, ...timeFilters(queue, days) }}
            >
              {needs.length === 1 ? 'As a list of tasks' : `List: ${QUEUE_KINDS[need].title.toLowerCase()}`}
            </Link>
          ))}
        </span>
      </header>
      <div className="body stack-small">
        <p>{why}</p>
        <ol className="steps" aria-label="What to do">
          {steps.map((step) => (
            <li key={step}>{withCode(step)}</li>
          ))}
        </ol>
      </div>
      {held === null ? (
        <Loading />
      ) : (
        <Tasks amounts={amountColumns(queue)} tasks={held.tasks} more={held.more} />
      )}
      {held?.more === true ? (
        <p className="more">
          <button type="button" className="button" disabled={fetching} onClick={onMore}>
            {fetching ? 'Asking…' : 'More tasks'}
          </button>
        </p>
      ) : null}
    </section>
  );
}

/** Text with what stands between backquotes as code. */
function withCode(text: string) {
  return text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text that never changes
      <code key={index}>{part}</code>
    ),
  );
}

const LINES = 6;

function Loading() {
  return (
    <div role="status" aria-busy="true" aria-label="Loading the queue">
      {Array.from({ length: LINES }, (_none, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines that are all the same
        <div key={index} className="line loading">
          <span className="skeleton" />
        </div>
      ))}
    </div>
  );
}

interface TasksProps {
  readonly amounts: readonly AmountColumn[];
  readonly tasks: readonly QueuedTask[];
  readonly more: boolean;
}

function Tasks({ amounts, tasks, more }: TasksProps) {
  const now = useNow();
  if (tasks.length === 0 && !more) {
    return (
      <PageState title="Nothing here">
        <p>No task of the chosen days wants a person for this. One that does appears by itself.</p>
      </PageState>
    );
  }
  const sums = amounts.map((amount) => ({ ...amount, sum: sumIn(amount, tasks) }));
  const shown = tasks.flatMap(({ task }) => amounts.map(({ of }) => of(task) ?? ''));
  const style = fractionStyle([...shown, ...sums.map(({ sum }) => sum)]);
  const columns: readonly DataColumn<QueuedTask>[] = [
    {
      id: 'task',
      title: 'Task',
      className: 'words',
      cell: ({ task: { task_id: id } }) => (
        <Link to="/tasks/$taskId" params={{ taskId: id }} className="mono">
          {id}
        </Link>
      ),
      foot: more ? `The ${tasks.length} shown, and there are more` : `All ${tasks.length}`,
    },
    {
      id: 'why',
      title: 'Why',
      className: 'words',
      cell: ({ task, needs }) =>
        needs.map((need) => (
          <div key={need}>
            <Said text={whyText(need, task, now)} />
          </div>
        )),
    },
    ...sums.map(
      ({ title, of, sum }): DataColumn<QueuedTask> => ({
        id: title,
        title,
        end: true,
        style,
        cell: ({ task }) => <AmountOrNothing amount={of(task)} />,
        sortBy: ({ task }) => amountOf(of(task) ?? ''),
        foot: <AmountText value={sum} />,
      }),
    ),
    {
      id: 'status',
      title: 'Status',
      cell: ({ task: { status } }) => <Badge tone={status}>{status}</Badge>,
      sortBy: ({ task: { status } }) => status,
    },
    {
      id: 'what',
      title: 'Capability, model',
      className: 'words',
      cell: ({ task: { capability, model } }) => (
        <>
          <Said text={capability} />
          <div className="faint">
            <Said text={model} />
          </div>
        </>
      ),
      sortBy: ({ task: { capability, model } }) => `${capability} ${model}`,
    },
    {
      id: 'age',
      title: 'Age',
      end: true,
      cell: ({ task }) => <Age task={task} now={now} />,
      sortBy: ({ task }) => -Date.parse(task.completed_at ?? task.created_at),
    },
  ];
  return (
    <DataTable
      label="Tasks of the queue"
      columns={columns}
      rows={tasks}
      idOf={({ task }) => task.task_id}
      marks={({ task }) => ({ 'data-task': task.task_id })}
    />
  );
}

interface AgeProps {
  readonly task: QueuedTask['task'];
  readonly now: number;
}

function Age({ task: { created_at: created, completed_at: completed }, now }: AgeProps) {
  const since = completed ?? created;
  return (
    <time dateTime={since} title={`${completed === null ? 'Created' : 'Ended'} ${bothTimes(since)}`}>
      {ago(since, now)}
    </time>
  );
}

function AmountOrNothing({ amount }: { readonly amount: string | null }) {
  return amount === null ? <Nothing /> : <AmountText value={amount} />;
}
