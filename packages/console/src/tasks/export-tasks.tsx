import * as Menu from '@radix-ui/react-dropdown-menu';
import type { TaskSummary } from '@taskfold/client';
import { useRef, useState } from 'react';
import { printExact } from '../api/exact-json.ts';
import { problemOf } from '../api/failures.ts';
import { useActiveKey } from '../session/session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { MenuContent } from '../ui/menu-content.tsx';
import { saveFile } from '../ui/save-file.ts';
import { pageOfTasks } from './ask-tasks.ts';
import { tasksCsv } from './csv.ts';
import type { Filters } from './filters.ts';

type Form = 'csv' | 'json';

/** What one file holds at most: more belongs to the API and its cursors. */
const MOST = 100_000;

function save(form: Form, tasks: readonly TaskSummary[]): void {
  saveFile('tasks', form, form === 'csv' ? tasksCsv(tasks) : `${printExact(tasks)}\n`);
}

/** Saves all tasks that pass the filters, as they are when it asks for them, page by page. */
export function ExportTasks({ filters }: { readonly filters: Filters }) {
  const { credential } = useActiveKey();
  const [count, setCount] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const stopping = useRef(new AbortController());

  const run = async (form: Form) => {
    stopping.current = new AbortController();
    const { signal } = stopping.current;
    const tasks: TaskSummary[] = [];
    setProblem(null);
    setCount(0);
    try {
      for (let cursor: string | undefined; ; ) {
        const page = await pageOfTasks(credential, filters, cursor, signal);
        tasks.push(...page.data);
        setCount(tasks.length);
        if (!page.has_more || page.next_cursor === null) break;
        if (tasks.length >= MOST) {
          setProblem(
            `The file holds the newest ${MOST} tasks, and there are more: narrow the filters for the others.`,
          );
          break;
        }
        cursor = page.next_cursor;
      }
      save(form, tasks);
    } catch (error) {
      if (!signal.aborted) setProblem(`Nothing was saved: ${problemOf(error)}`);
    }
    setCount(null);
  };

  return (
    <>
      <Menu.Root modal={false}>
        <Menu.Trigger className="button">Export</Menu.Trigger>
        <MenuContent>
          <Menu.Item className="menu-item" onSelect={() => void run('csv')}>
            What is filtered, as CSV
          </Menu.Item>
          <Menu.Item className="menu-item" onSelect={() => void run('json')}>
            What is filtered, as JSON
          </Menu.Item>
        </MenuContent>
      </Menu.Root>
      <Dialog
        title="Export"
        open={count !== null || problem !== null}
        onClose={() => {
          stopping.current.abort();
          setProblem(null);
        }}
      >
        <p role="status">{count === null ? problem : `${count} tasks so far…`}</p>
        <div className="buttons">
          <button
            className="button"
            type="button"
            onClick={() => {
              stopping.current.abort();
              setProblem(null);
            }}
          >
            {count === null ? 'Close' : 'Stop'}
          </button>
        </div>
      </Dialog>
    </>
  );
}
