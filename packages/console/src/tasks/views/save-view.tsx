import { type FormEvent, type RefObject, useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { LONGEST_NAME } from './views.ts';

interface SaveViewProps {
  readonly open: boolean;
  /** What opened it. */
  readonly opener: RefObject<HTMLElement | null>;
  /** Names that views have. */
  readonly taken: readonly string[];
  readonly onSave: (name: string) => void;
  readonly onClose: () => void;
}

/** Asks for the name under which filters and columns are saved. */
export function SaveView({ open, opener, taken, onSave, onClose }: SaveViewProps) {
  const [text, setText] = useState('');
  const name = text.trim();
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name === '') return;
    onSave(name);
    setText('');
    onClose();
  };
  return (
    <Dialog title="Save a view" open={open} opener={opener} onClose={onClose}>
      <form className="form" onSubmit={save}>
        <label className="field">
          <span>Name</span>
          <input
            className="input"
            maxLength={LONGEST_NAME}
            placeholder="Failed yesterday"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <p className="faint" role="status">
          {taken.includes(name)
            ? 'The view that has this name is replaced.'
            : 'It is kept in this browser. For somebody else, give them the address of the page: it holds the filters.'}
        </p>
        <div className="buttons">
          <button className="button" type="button" onClick={onClose}>
            Cancel
          </button>
          <button className="button primary" type="submit" disabled={name === ''}>
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
