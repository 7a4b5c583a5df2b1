import type { TaskSummary } from '@taskfold/client';
import { useState } from 'react';
import { ScopedButton } from '../../access/scoped-button.tsx';
import { BulkDialog } from '../../bulk/bulk-dialog.tsx';
import { RETRIES_OF_BULK } from '../../bulk/run-bulk.ts';
import { ReasonField } from '../../ui/reason-field.tsx';
import { toCancel, toRedeliver } from './bulk-items.ts';
import { MOST_CHOSEN } from './selection.ts';

interface ChosenBarProps {
  readonly ids: ReadonlySet<string>;
  /** A task as it is now; undefined where it is not among the rows any more. */
  readonly taskOf: (taskId: string) => TaskSummary | undefined;
  readonly onClear: () => void;
}

/** What can be done to the rows that were chosen. It lies over the list, so that nothing moves when it comes. */
export function ChosenBar({ ids, taskOf, onClear }: ChosenBarProps) {
  const [asking, setAsking] = useState<'cancel' | 'redeliver' | null>(null);
  const [reason, setReason] = useState('');
  // What the dialog was opened with: tasks that change meanwhile would come and go in it.
  const [items, setItems] = useState<readonly ReturnType<typeof toCancel>[]>([]);
  if (ids.size === 0) return null;
  const ask = (what: 'cancel' | 'redeliver') => {
    const decide = what === 'cancel' ? toCancel : toRedeliver;
    setItems([...ids].map((id) => decide(id, taskOf(id))));
    setAsking(what);
  };
  const close = (done: boolean) => {
    setAsking(null);
    setReason('');
    if (done) onClear();
  };
  return (
    <div className="chosen-bar" role="toolbar" aria-label="What is done to the chosen tasks">
      <span role="status">
        {ids.size} chosen{ids.size >= MOST_CHOSEN ? ', no more can be' : ''}
      </span>
      <ScopedButton scope="tasks:cancel" className="button" onClick={() => ask('redeliver')}>
        Redeliver…
      </ScopedButton>
      <ScopedButton scope="tasks:cancel" className="button danger" onClick={() => ask('cancel')}>
        Cancel…
      </ScopedButton>
      <button type="button" className="button quiet" onClick={onClear}>
        Clear
      </button>
      <BulkDialog
        title="Tell callers again?"
        action="Redeliver"
        items={asking === 'redeliver' ? items : null}
        act={(api, id) => api.callbacks.redeliver(id, { maxRetries: RETRIES_OF_BULK })}
        onClose={close}
      >
        <p>
          For each a further attempt is made now, with the same <code>webhook-id</code>.
        </p>
      </BulkDialog>
      <BulkDialog
        title="Ask for the tasks to end?"
        action="Cancel"
        danger
        items={asking === 'cancel' ? items : null}
        act={(api, id) =>
          api.tasks.cancel(id, { reason: reason.trim() || undefined, maxRetries: RETRIES_OF_BULK })
        }
        onClose={close}
      >
        <p>Whoever works on them is asked to stop. Some may end before that reaches them.</p>
        <ReasonField value={reason} onChange={setReason} />
      </BulkDialog>
    </div>
  );
}
