import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useActiveKey } from '../session/session.ts';
import { StateIcon } from '../ui/icons.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { Chips } from './chips.tsx';
import { ChooseColumns, useShownColumns } from './choose-columns.tsx';
import { ExportTasks } from './export-tasks.tsx';
import { AddFilter } from './filter-form.tsx';
import { type Filters, STATUSES, statusesOf, withStatus } from './filters.ts';
import { HoursStrip } from './hours/hours-strip.tsx';
import { ListStates } from './list-states.tsx';
import { SearchBox } from './search-box.tsx';
import { ShortcutHelp } from './shortcut-help.tsx';
import { TasksList } from './tasks-list.tsx';
import { useLiveTasks } from './use-live-tasks.ts';
import { ViewsMenu } from './views/views-menu.tsx';

/** All tasks of the tenant, the newest first, as they are now. */
export function TasksPage() {
  const found = useSearch({ from: '/tasks' });
  // The router makes a new object for the same address; the list must stay the same.
  const address = JSON.stringify(found);
  const filters = useMemo((): Filters => JSON.parse(address), [address]);
  const navigate = useNavigate();
  const signedIn = useActiveKey();
  const [list, state] = useLiveTasks(signedIn, filters);
  const search = useRef<HTMLInputElement>(null);
  const [helping, setHelping] = useState(false);
  const shown = useShownColumns();
  const show = (next: Filters) => void navigate({ to: '/tasks', search: next });
  const statuses = statusesOf(filters);

  useEffect(() => {
    document.title = 'Tasks · Taskfold';
  }, []);
  useShortcuts({
    '/': (event) => {
      event.preventDefault();
      search.current?.focus();
    },
    '?': () => setHelping(true),
  });

  return (
    <div className="tasks">
      <h1 className="unseen">Tasks</h1>
      <div className="tools">
        <SearchBox ref={search} onFilter={(filter) => show({ ...filters, ...filter })} />
        <fieldset className="statuses" aria-label="Status">
          {STATUSES.map((status) => (
            <button
              key={status}
              type="button"
              className={`button tone-${status}`}
              aria-pressed={statuses.includes(status)}
              aria-label={status}
              onClick={() => show(withStatus(filters, status))}
            >
              <StateIcon tone={status} />
              <span>{status}</span>
            </button>
          ))}
        </fieldset>
        <AddFilter onFilter={(filter) => show({ ...filters, ...filter })} />
        <ViewsMenu filters={filters} onFilters={show} />
        <span className="spread" />
        <ChooseColumns />
        <ExportTasks filters={filters} />
        <button
          type="button"
          className="button icon"
          aria-label="Keys of the keyboard"
          onClick={() => setHelping(true)}
        >
          ?
        </button>
      </div>
      <HoursStrip onFilter={(filter) => show({ ...filters, ...filter })} />
      <Chips filters={filters} onChange={show} />
      {state.phase === 'ready' && state.rows.tasks.length > 0 ? (
        <TasksList key={address + signedIn.id} list={list} state={state} shown={shown} />
      ) : (
        <ListStates state={state} filtered={Object.keys(filters).length > 0} onRetry={() => list.start()} />
      )}
      <ShortcutHelp open={helping} onClose={() => setHelping(false)} />
    </div>
  );
}
