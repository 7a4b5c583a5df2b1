import type { CallbackAttempt, Task, TaskEvent } from '@taskfold/client';
import { durationText } from '../time/format.ts';
import { useNow } from '../ui/now.ts';
import { Said } from '../ui/parts.tsx';
import { lifeOf } from './life.ts';

interface LifeViewProps {
  readonly task: Task;
  readonly events: readonly TaskEvent[];
  readonly attempts: readonly CallbackAttempt[];
}

/** The life of a task, drawn to scale. Each line says in words what it draws. */
export function LifeView({ task, events, attempts }: LifeViewProps) {
  const now = useNow();
  const { spans, ticks } = lifeOf(task, events, attempts, now);
  return (
    <ul className="life" aria-label="The life of the task">
      {spans.map(({ kind, label, from, to, milliseconds, tone }) => (
        <li key={`${kind}${label}${from}`}>
          <span className="name">
            <Said text={label} />
          </span>
          <span className={`track ${kind} tone-${tone}`}>
            <span style={{ left: `min(${from * 100}%, calc(100% - 3px))`, width: `${(to - from) * 100}%` }} />
          </span>
          <span className="took">{durationText(milliseconds)}</span>
        </li>
      ))}
      <li aria-hidden="true">
        <span className="name" />
        <span className="axis">
          {ticks.map(({ at, milliseconds }) => (
            <span key={milliseconds} style={{ left: `${at * 100}%` }}>
              {milliseconds === 0 ? '0' : durationText(milliseconds).replace('.0 s', ' s')}
            </span>
          ))}
        </span>
      </li>
    </ul>
  );
}
