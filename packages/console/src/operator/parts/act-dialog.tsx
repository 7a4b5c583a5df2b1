import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { sentenceOf } from '../ask/failures.ts';
import { useOperator } from '../session/operator-session.ts';
import { type Act, ActFields, useAct } from './act-fields.tsx';

interface ActDialogProps {
  readonly title: string;
  readonly open: boolean;
  /** What the button that does it says. */
  readonly action: string;
  readonly danger?: boolean;
  readonly onClose: () => void;
  /** Does it; closes the dialog unless it throws. */
  readonly act: (token: string, act: Act) => Promise<void>;
  readonly children: ReactNode;
}

/** Asks who acts and why before something is done, does it, and says why where it could not be. */
export function ActDialog(props: ActDialogProps) {
  return (
    <Dialog title={props.title} open={props.open} onClose={props.onClose}>
      <ActForm {...props} />
    </Dialog>
  );
}

function ActForm({ action, danger = false, onClose, act, children }: ActDialogProps) {
  const { token } = useOperator();
  const entered = useAct();
  const [problem, setProblem] = useState<string | null>(null);
  const [acting, setActing] = useState(false);
  const problemId = useId();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const said = entered.read();
    if (said === null) return;
    setActing(true);
    setProblem(null);
    try {
      await act(token, said);
      onClose();
    } catch (error) {
      setProblem(sentenceOf(error));
      setActing(false);
    }
  };
  return (
    <form className="act-form" onSubmit={(event) => void submit(event)}>
      {children}
      <ActFields act={entered} problemId={problemId} />
      {problem === null ? null : (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="buttons">
        <button className="button" type="button" onClick={onClose}>
          Leave it
        </button>
        <button className={danger ? 'button danger' : 'button primary'} type="submit" disabled={acting}>
          {acting ? 'Asking…' : action}
        </button>
      </div>
    </form>
  );
}
