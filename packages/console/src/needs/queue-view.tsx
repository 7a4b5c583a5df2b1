import { Link } from '@tanstack/react-router';
import { fractionStyle } from '../money/fraction-style.ts';
import { ago, bothTimes } from '../time/format.ts';
import type { Days } from '../time/periods.ts';
import { useNow } from '../ui/now.ts';
import { AmountText, Badge, Nothing, PageState, Said } from '../ui/parts.tsx';
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
        <Tasks columns={amountColumns(queue)} tasks={held.tasks} more={held.more} />
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
  readonly columns: readonly AmountColumn[];
  readonly tasks: readonly QueuedTask[];
  readonly more: boolean;
}

function Tasks({ columns, tasks, more }: TasksProps) {
  const now = useNow();
  if (tasks.length === 0 && !more) {
    return (
      <PageState title="Nothing here">
        <p>No task of the chosen days wants a person for this. One that does appears by itself.</p>
      </PageState>
    );
  }
  const sums = columns.map((column) => ({ column, sum: sumIn(column, tasks) }));
  const amounts = tasks.flatMap(({ task }) => columns.map(({ of }) => of(task) ?? ''));
  const style = fractionStyle([...amounts, ...sums.map(({ sum }) => sum)]);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Tasks of the queue">
      <table className="sheet" style={style}>
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">Why</th>
            {columns.map(({ title }) => (
              <th key={title} scope="col" className="end">
                {title}
              </th>
            ))}
            <th scope="col">Status</th>
            <th scope="col">Capability, model</th>
            <th scope="col" className="end">
              Age
            </th>
          </tr>
        </thead>
        <tbody>
          {tasks.map((queued) => (
            <Row key={queued.task.task_id} columns={columns} queued={queued} now={now} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {more ? `The ${tasks.length} shown, and there are more` : `All ${tasks.length}`}
            </th>
            {sums.map(({ column, sum }) => (
              <td key={column.title} className="end">
                <AmountText value={sum} />
              </td>
            ))}
            <td colSpan={3} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

interface RowProps {
  readonly columns: readonly AmountColumn[];
  readonly queued: QueuedTask;
  readonly now: number;
}

function Row({ columns, queued: { task, needs }, now }: RowProps) {
  const since = task.completed_at ?? task.created_at;
  return (
    <tr data-task={task.task_id}>
      <th scope="row" className="words">
        <Link to="/tasks/$taskId" params={{ taskId: task.task_id }} className="mono">
          {task.task_id}
        </Link>
      </th>
      <td className="words">
        {needs.map((need) => (
          <div key={need}>
            <Said text={whyText(need, task, now)} />
          </div>
        ))}
      </td>
      {columns.map(({ title, of }) => (
        <td key={title} className="end">
          <AmountOrNothing amount={of(task)} />
        </td>
      ))}
      <td>
        <Badge tone={task.status}>{task.status}</Badge>
      </td>
      <td className="words">
        <Said text={task.capability} />
        <div className="faint">
          <Said text={task.model} />
        </div>
      </td>
      <td className="end">
        <time
          dateTime={since}
          title={`${task.completed_at === null ? 'Created' : 'Ended'} ${bothTimes(since)}`}
        >
          {ago(since, now)}
        </time>
      </td>
    </tr>
  );
}

function AmountOrNothing({ amount }: { readonly amount: string | null }) {
  return amount === null ? <Nothing /> : <AmountText value={amount} />;
}
