import type { Taskfold } from '@taskfold/client';
import { type ReactNode, useState } from 'react';
import { askWith } from '../api/client.ts';
import { lackedScope, problemOf } from '../api/failures.ts';
import { useActiveKey } from '../session/session.ts';
import { Dialog } from '../ui/dialog.tsx';

interface ConfirmProps<Data> {
  readonly title: string;
  readonly open: boolean;
  /** What the button that does it says. */
  readonly action: string;
  readonly danger?: boolean;
  /** What a key needs for it. */
  readonly scope: string;
  readonly onClose: () => void;
  readonly act: (api: Taskfold) => Promise<Data>;
  readonly onDone?: (data: Data) => void;
  readonly children: ReactNode;
}

/** Asks before something is done, does it, and says why where it could not be. */
export function Confirm<Data>(props: ConfirmProps<Data>) {
  const { title, open, action, danger = false, scope, onClose, act, onDone, children } = props;
  const { credential } = useActiveKey();
  const [problem, setProblem] = useState<string | null>(null);
  const [acting, setActing] = useState(false);
  const close = () => {
    setProblem(null);
    onClose();
  };
  const run = async () => {
    setActing(true);
    setProblem(null);
    try {
      const data = await act(askWith(credential));
      onDone?.(data);
      close();
    } catch (error) {
      setProblem(
        lackedScope(error) === null
          ? problemOf(error)
          : `This key may not: it lacks the scope ${scope}. Use a key that has it.`,
      );
    }
    setActing(false);
  };
  return (
    <Dialog title={title} open={open} onClose={close}>
      {children}
      {problem === null ? null : (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="buttons">
        <button className="button" type="button" onClick={close}>
          Leave it
        </button>
        <button
          className={danger ? 'button danger' : 'button primary'}
          type="button"
          disabled={acting}
          onClick={() => void run()}
        >
          {acting ? 'Asking…' : action}
        </button>
      </div>
    </Dialog>
  );
}
