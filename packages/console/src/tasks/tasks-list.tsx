import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useNow } from '../ui/now.ts';
import { useShortcuts } from '../ui/shortcuts.ts';
import { ChosenBar } from './chosen/chosen-bar.tsx';
import { chosenTo, firstOf, MOST_CHOSEN, NONE_CHOSEN, toggled } from './chosen/selection.ts';
import { COLUMNS } from './columns.tsx';
import type { ListState, LiveTasks } from './live-tasks.ts';
import { TaskRow } from './task-row.tsx';

const ROW_PX = 36;
const CHOOSE_WIDTH = '1rem';
/** The next page is fetched when so many rows are left below. */
const AHEAD = 150;
/** Where the reader was in a list that was left. */
const places = new WeakMap<LiveTasks, number>();

interface TasksListProps {
  readonly list: LiveTasks;
  readonly state: ListState;
  /** Of each column whether it is. */
  readonly shown: Readonly<Record<string, boolean>>;
}

export function TasksList({ list, state, shown }: TasksListProps) {
  const { tasks, more } = state.rows;
  const now = useNow();
  const scroll = useRef<HTMLDivElement>(null);
  const focused = useRef<string | null>(null);

  const virtual = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    initialOffset: places.get(list) ?? 0,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  const columns = useMemo(() => COLUMNS.filter(({ name }) => shown[name] !== false), [shown]);
  const template = [CHOOSE_WIDTH, ...columns.map(({ width }) => width)].join(' ');

  const [selection, setSelection] = useState(NONE_CHOSEN);
  const rows = useRef(tasks);
  rows.current = tasks;
  const onChoose = useCallback(
    (taskId: string, range: boolean) =>
      setSelection((held) => (range ? chosenTo(held, taskId, rows.current) : toggled(held, taskId))),
    [],
  );

  // What comes in above moves the reader's place down with it; at the very top it is seen coming.
  const above = useRef(state.above);
  useLayoutEffect(() => {
    const box = scroll.current;
    const added = state.above - above.current;
    above.current = state.above;
    if (box !== null && added > 0 && box.scrollTop > 0) box.scrollTop += added * ROW_PX;
  }, [state.above]);

  useEffect(() => {
    list.seeing(Math.floor((scroll.current?.scrollTop ?? 0) / ROW_PX));
    if (more && last >= tasks.length - AHEAD) list.more();
  });

  const onFocus = useCallback((taskId: string) => {
    focused.current = taskId;
  }, []);
  const focusRow = (index: number) => {
    const task = tasks.at(index);
    if (task === undefined) return;
    focused.current = task.task_id;
    virtual.scrollToIndex(index);
    requestAnimationFrame(() =>
      scroll.current
        ?.querySelector<HTMLElement>(`[data-task="${task.task_id}"] a`)
        ?.focus({ preventScroll: true }),
    );
  };
  // By where the box stands: of the rows that are drawn some lie above it, and it may have moved since they were.
  const firstSeen = () => Math.ceil((scroll.current?.scrollTop ?? 0) / ROW_PX);
  const step = (by: number) => {
    const at = focused.current === null ? -1 : tasks.placeOf(focused.current);
    focusRow(at < 0 ? firstSeen() : Math.min(Math.max(at + by, 0), tasks.length - 1));
  };
  const choose = (range: boolean) => focused.current !== null && onChoose(focused.current, range);
  const chooseRange = () => choose(true);
  const clear = () => setSelection(NONE_CHOSEN);
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    x: () => choose(false),
    X: chooseRange,
    Escape: clear,
  });

  return (
    <section
      className="list"
      aria-label="Tasks"
      onPointerEnter={(event) => event.pointerType === 'mouse' && list.hold(true)}
      onPointerLeave={() => list.hold(false)}
    >
      <div
        className="scroll"
        ref={scroll}
        role="region"
        aria-label="Rows of tasks"
        tabIndex={0}
        onScroll={(event) => places.set(list, event.currentTarget.scrollTop)}
      >
        <div className="grid" role="table" aria-label="Tasks" aria-rowcount={more ? -1 : tasks.length + 1}>
          <div role="rowgroup">
            <div className="line head" role="row" style={{ gridTemplateColumns: template }}>
              <span role="columnheader">
                <label className="choose">
                  <input
                    type="checkbox"
                    aria-label="Choose all that are shown"
                    checked={selection.ids.size >= Math.min(tasks.length, MOST_CHOSEN)}
                    onChange={(event) => setSelection(event.target.checked ? firstOf(tasks) : NONE_CHOSEN)}
                  />
                </label>
              </span>
              {columns.map((column) => (
                <span key={column.name} role="columnheader" className={column.end ? 'end' : undefined}>
                  {column.title}
                </span>
              ))}
            </div>
          </div>
          <div className="rows" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const task = tasks.at(index);
              return task === undefined ? null : (
                <TaskRow
                  key={task.task_id}
                  task={task}
                  columns={columns}
                  rowIndex={index + 2}
                  moved={state.moved.has(task.task_id)}
                  template={template}
                  top={start}
                  now={now}
                  chosen={selection.ids.has(task.task_id)}
                  onChoose={onChoose}
                  onFocus={onFocus}
                />
              );
            })}
          </div>
        </div>
      </div>
      <ChosenBar ids={selection.ids} taskOf={(taskId) => tasks.at(tasks.placeOf(taskId))} onClear={clear} />
      <div role="status">
        {state.waiting > 0 ? (
          <p className="waiting">
            {state.manyWait ? 'More than ' : ''}
            {state.waiting} {state.waiting === 1 ? 'task' : 'tasks'} changed; shown when the pointer leaves
            the list
          </p>
        ) : null}
      </div>
    </section>
  );
}
