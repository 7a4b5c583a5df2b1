import { Link } from '@tanstack/react-router';
import type { CallbackAttempt, LedgerEntry, Task, TaskEvent, UsageRecord } from '@taskfold/client';
import { CopyButton } from '../ui/copy-button.tsx';
import { useNow } from '../ui/now.ts';
import { Badge, Said } from '../ui/parts.tsx';
import type { AllOf } from './ask-task.ts';
import { CallbackCard } from './callback-card.tsx';
import { CancelButton } from './cancel-button.tsx';
import { CodeCard } from './code-card.tsx';
import { EventsTable } from './events-table.tsx';
import { JsonView } from './json-view.tsx';
import { LifeView } from './life-view.tsx';
import { MoneyCard } from './money-card.tsx';
import { TaskFacts } from './task-facts.tsx';
import { TaskNotices } from './task-notices.tsx';

interface TaskViewProps {
  readonly task: Task;
  readonly events: AllOf<TaskEvent>;
  readonly ledger: AllOf<LedgerEntry>;
  readonly usage: AllOf<UsageRecord>;
  readonly attempts: AllOf<CallbackAttempt>;
  /** Whether one of the lists could not be had yet. */
  readonly partly: boolean;
  readonly onTask: (task: Task) => void;
}

/** Everything about a task, in the order in which people ask: what it is, what it cost, whether its caller was told, what happened. */
export function TaskView({ task, events, ledger, usage, attempts, partly, onTask }: TaskViewProps) {
  const now = useNow();
  return (
    <article className="task">
      <div className="stack-small">
        <p className="back">
          <Link to="/tasks">← Tasks</Link>
        </p>
        <div className="title">
          <h1 className="mono">{task.task_id}</h1>
          <span role="status">
            <Badge tone={task.status}>{task.status}</Badge>
          </span>
          {task.status === 'running' && task.progress !== null ? (
            <span className="faint">
              {task.progress.percent === null ? null : `${Math.round(task.progress.percent)} % `}
              <Said text={task.progress.message ?? task.progress.stage ?? ''} />
            </span>
          ) : null}
          <CopyButton text={task.task_id} label="Copy id" className="button quiet" />
          <span className="actions">
            <CancelButton task={task} onDone={onTask} />
          </span>
        </div>
        <TaskNotices task={task} now={now} />
        {partly ? (
          <div className="notice tone-canceled" role="status">
            Parts of this page could not be loaded: events, entries or attempts are missing. They are asked
            for again.
          </div>
        ) : null}
      </div>
      <TaskFacts task={task} now={now} />
      <div className="halves">
        <MoneyCard task={task} ledger={ledger.items} />
        <CallbackCard task={task} attempts={attempts.items} />
      </div>
      <section className="card" aria-labelledby="life">
        <header>
          <h2 id="life">Timeline</h2>
        </header>
        <div className="body">
          <LifeView task={task} events={events.items} attempts={attempts.items} />
        </div>
        <EventsTable task={task} events={events.items} ledger={ledger.items} usage={usage.items} />
        {events.more ? <p className="body faint">The first thousand events are shown.</p> : null}
      </section>
      <div className="two">
        <Content
          title="Output"
          value={task.output}
          nothing={task.completed_at === null ? 'There is none yet.' : 'There is none.'}
          removed={task.data_removed}
        />
        <Content title="Input" value={task.input} nothing="It was given none." removed={task.data_removed} />
      </div>
      <CodeCard task={task} />
    </article>
  );
}

interface ContentProps {
  readonly title: string;
  readonly value: unknown;
  readonly nothing: string;
  readonly removed: boolean;
}

function Content({ title, value, nothing, removed }: ContentProps) {
  const isEmpty = value === null || (typeof value === 'object' && Object.keys(value).length === 0);
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
      </header>
      <div className="body">
        {isEmpty ? (
          <p className="faint">{removed ? 'It was removed.' : nothing}</p>
        ) : (
          <JsonView value={value} />
        )}
      </div>
    </section>
  );
}
