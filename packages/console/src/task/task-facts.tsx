import type { Task } from '@taskfold/client';
import type { ReactNode } from 'react';
import { KeyNamed } from '../keys/key-named.tsx';
import { durationText } from '../time/format.ts';
import { At, Said } from '../ui/parts.tsx';

/** More are folded away, so that what it cost stays in sight. */
const MOST_PAIRS = 6;

interface TaskFactsProps {
  readonly task: Task;
  readonly now: number;
}

/** What identifies a task and when things happened to it. What is not known is left out. */
export function TaskFacts({ task, now }: TaskFactsProps) {
  const text = (value: string | null) => (value === null ? null : <Said text={value} />);
  const key = (value: string | null) => (value === null ? null : <KeyNamed id={value} />);
  const time = (value: string | null) => (value === null ? null : <At time={value} now={now} />);
  const end = task.completed_at === null ? now : Date.parse(task.completed_at);
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Capability', text(task.capability)],
    ['Model', text(task.model)],
    ['Resolved model', task.resolved_model === task.model ? null : text(task.resolved_model)],
    ['Project', text(task.project_id)],
    ['Key', key(task.api_key_id)],
    ['Request id', text(task.client_request_id)],
    ['Attempt', task.attempt],
    ['Created', time(task.created_at)],
    ['Started', time(task.started_at)],
    ['Ended', time(task.completed_at)],
    ['Deadline', time(task.deadline_at)],
    ['Took', durationText(end - Date.parse(task.created_at))],
    ['Revision', task.revision],
  ];
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      <Metadata metadata={task.metadata} />
    </dl>
  );
}

function Metadata({ metadata }: Pick<Task, 'metadata'>) {
  const pairs = Object.entries(metadata);
  if (pairs.length === 0) return null;
  return (
    <div className="all">
      <dt>Metadata</dt>
      <dd>
        <Pairs pairs={pairs.slice(0, MOST_PAIRS)} />
        {pairs.length > MOST_PAIRS ? (
          <details>
            <summary>{pairs.length - MOST_PAIRS} more</summary>
            <Pairs pairs={pairs.slice(MOST_PAIRS)} />
          </details>
        ) : null}
      </dd>
    </div>
  );
}

function Pairs({ pairs }: { readonly pairs: readonly (readonly [string, string])[] }) {
  return (
    <ul className="pairs">
      {pairs.map(([key, value]) => (
        <li key={key}>
          <Said text={key} /> = <Said text={value} />
        </li>
      ))}
    </ul>
  );
}
