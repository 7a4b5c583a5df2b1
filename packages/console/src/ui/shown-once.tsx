import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import { Dialog } from './dialog.tsx';

interface ShownOnceProps {
  readonly title: string;
  /** What the field that holds it is called. */
  readonly label: string;
  /** What was made; null while there is nothing to show. */
  readonly secret: string | null;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Something secret that was just made. It is in no storage of the page, and goes only when the reader says that they have it. */
export function ShownOnce({ title, label, secret, onClose, children }: ShownOnceProps) {
  return (
    // Neither Escape nor a click beside it: what is lost here is lost.
    <Dialog title={title} open={secret !== null} onClose={() => {}}>
      <p>
        <strong>It is shown this once.</strong> It is stored nowhere: whoever loses it makes another one.
      </p>
      <div className="shown-once">
        <input
          className="input mono"
          readOnly
          aria-label={label}
          value={secret ?? ''}
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton text={secret ?? ''} className="button primary" />
      </div>
      {children}
      <div className="buttons">
        <button className="button" type="button" onClick={onClose}>
          I have stored it
        </button>
      </div>
    </Dialog>
  );
}
