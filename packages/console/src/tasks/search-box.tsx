import { useNavigate } from '@tanstack/react-router';
import { isApiError } from '@taskfold/client';
import { type FormEvent, type Ref, useState } from 'react';
import { askWith } from '../api/client.ts';
import { problemOf } from '../api/failures.ts';
import type { Credential } from '../session/keys.ts';
import { useActiveKey } from '../session/session.ts';
import type { Filters } from './filters.ts';

const PAIR = /^([^=]{1,64})=(.+)$/s;
const ID = /^[A-Za-z0-9_-]{1,128}$/;

type Found =
  | { readonly kind: 'task'; readonly taskId: string }
  | { readonly kind: 'filter'; readonly filter: Filters };

/** @returns null where nothing has this id */
async function find(credential: Credential, text: string): Promise<Found | null> {
  const [, name, value = ''] = PAIR.exec(text) ?? [];
  if (name !== undefined) return { kind: 'filter', filter: { [`metadata[${name.trim()}]`]: value.trim() } };
  if (ID.test(text)) {
    const task = await askWith(credential)
      .tasks.get(text)
      .catch((error: unknown) => {
        if (isApiError(error, 'task_not_found')) return null;
        throw error;
      });
    if (task !== null) return { kind: 'task', taskId: text };
  }
  const filter = { client_request_id: text };
  const { data } = await askWith(credential)
    .tasks.list({ ...filter, limit: 1 })
    .page();
  return data.length === 0 ? null : { kind: 'filter', filter };
}

interface SearchBoxProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly onFilter: (filter: Filters) => void;
}

/** Finds a task by its id or by the id of the caller's request, and tasks by a pair of metadata. */
export function SearchBox({ ref, onFilter }: SearchBoxProps) {
  const { credential } = useActiveKey();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  const search = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    if (wanted === '') return;
    setProblem(null);
    try {
      const found = await find(credential, wanted);
      if (found === null) return setProblem('No task and no request has this id.');
      if (found.kind === 'task')
        return void navigate({ to: '/tasks/$taskId', params: { taskId: found.taskId } });
      setText('');
      onFilter(found.filter);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };

  return (
    <form className="search" role="search" onSubmit={(event) => void search(event)}>
      <input
        ref={ref}
        className="input"
        type="search"
        aria-label="Find by task id, request id or metadata"
        aria-describedby="search-problem"
        placeholder="Task id, request id or user=u_17   ( / )"
        value={text}
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(null);
        }}
      />
      <span id="search-problem" className="problem" role="status">
        {problem}
      </span>
    </form>
  );
}
