import type { Task } from '@taskfold/client';
import { useState } from 'react';
import { printExact } from '../api/exact-json.ts';
import { shownLines } from '../text/visible.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { snippetsOf } from './snippets.ts';

/** The envelope as the API answers it, and programs that ask for it. */
export function CodeCard({ task }: { readonly task: Task }) {
  const snippets = [
    { name: 'Envelope', text: printExact(task) },
    ...snippetsOf(location.origin, task.task_id),
  ];
  const [chosen, setChosen] = useState('curl');
  const text = snippets.find(({ name }) => name === chosen)?.text ?? '';
  return (
    <section className="card code" aria-labelledby="code">
      <header>
        <h2 id="code">For programs</h2>
        <fieldset className="tabs" aria-label="Form">
          {snippets.map(({ name }) => (
            <button
              key={name}
              type="button"
              className="button"
              aria-pressed={name === chosen}
              onClick={() => setChosen(name)}
            >
              {name}
            </button>
          ))}
        </fieldset>
        <span className="actions">
          <CopyButton text={text} />
        </span>
      </header>
      <pre tabIndex={0}>{shownLines(text)}</pre>
    </section>
  );
}
