import { useNavigate } from '@tanstack/react-router';
import type { TaskSummary } from '@taskfold/client';
import { memo, type MouseEvent as ReactMouseEvent } from 'react';
import type { Column } from './columns.tsx';

interface TaskRowProps {
  readonly task: TaskSummary;
  readonly columns: readonly Column[];
  /** Counted from 1, with the line of titles. */
  readonly rowIndex: number;
  /** Whether it has just come or changed. */
  readonly moved: boolean;
  /** Of the grid that all lines share. */
  readonly template: string;
  /** Pixels below the first row. */
  readonly top: number;
  readonly now: number;
  readonly chosen: boolean;
  /** @param range whether all from the one that was chosen last are */
  readonly onChoose: (taskId: string, range: boolean) => void;
  readonly onFocus: (taskId: string) => void;
}

/** A task as a line of the list. Its link is what keyboards and screen readers use; a mouse may hit the line anywhere. */
export const TaskRow = memo(function TaskRow({
  task,
  columns,
  rowIndex,
  moved,
  template,
  top,
  now,
  chosen,
  onChoose,
  onFocus,
}: TaskRowProps) {
  const navigate = useNavigate();
  const open = (event: ReactMouseEvent) => {
    if (event.target instanceof Element && event.target.closest('a, label') !== null) return;
    // Somebody marks text to copy it.
    if (String(getSelection()) !== '') return;
    void navigate({ to: '/tasks/$taskId', params: { taskId: task.task_id } });
  };
  return (
    <div
      role="row"
      className="line"
      aria-rowindex={rowIndex}
      data-task={task.task_id}
      data-moved={moved}
      data-chosen={chosen}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
      onFocus={() => onFocus(task.task_id)}
      onClick={open}
    >
      <span role="cell">
        <label className="choose">
          <input
            type="checkbox"
            aria-label={`Choose ${task.task_id}`}
            checked={chosen}
            onChange={(event) => {
              const { nativeEvent } = event;
              onChoose(task.task_id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
            }}
          />
        </label>
      </span>
      {columns.map(({ name, end, cell }) => (
        <span key={name} role="cell" className={end ? 'end' : undefined}>
          {cell(task, now)}
        </span>
      ))}
    </div>
  );
});
