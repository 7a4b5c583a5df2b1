import type { Task } from '@taskfold/client';
import { useState } from 'react';
import { Confirm } from '../access/confirm.tsx';
import { ScopedButton } from '../access/scoped-button.tsx';
import { ReasonField } from '../ui/reason-field.tsx';

interface CancelButtonProps {
  readonly task: Task;
  readonly onDone: (task: Task) => void;
}

/** Asks for a task to end. There is nothing to ask of one that has ended, or was asked before. */
export function CancelButton({ task, onDone }: CancelButtonProps) {
  const [once, setOnce] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const ended = task.completed_at !== null;
  if (ended || task.cancel !== null) return null;
  return (
    <>
      <ScopedButton
        scope="tasks:cancel"
        className="button danger"
        onClick={() => setOnce(crypto.randomUUID())}
      >
        Cancel…
      </ScopedButton>
      <Confirm
        title="Ask for the task to end?"
        open={once !== null}
        action="Cancel the task"
        danger
        scope="tasks:cancel"
        onClose={() => setOnce(null)}
        act={(api) =>
          api.tasks.cancel(task.task_id, {
            reason: reason.trim() || undefined,
            idempotencyKey: once ?? undefined,
          })
        }
        onDone={onDone}
      >
        <p>Whoever works on it is asked to stop. It may end before that reaches them.</p>
        <ReasonField value={reason} onChange={setReason} />
      </Confirm>
    </>
  );
}
