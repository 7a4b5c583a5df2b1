import { type FormEvent, type RefObject, useState } from 'react';
import { shownText } from '../../text/visible.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { changeViews } from './kept-views.ts';
import { LONGEST_NAME, type SavedView, withName, withoutView } from './views.ts';

interface ChangeViewsProps {
  readonly open: boolean;
  /** What opened it. */
  readonly opener: RefObject<HTMLElement | null>;
  readonly views: readonly SavedView[];
  readonly onClose: () => void;
}

/** Gives views other names, or takes them away. */
export function ChangeViews({ open, opener, views, onClose }: ChangeViewsProps) {
  return (
    <Dialog title="Views" open={open} opener={opener} onClose={onClose}>
      {views.length === 0 ? <p>There is none.</p> : null}
      <ul className="view-names">
        {views.map(({ name }) => (
          <li key={name}>
            <ViewName name={name} views={views} />
          </li>
        ))}
      </ul>
      <div className="buttons">
        <button className="button" type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function ViewName({ name, views }: { readonly name: string; readonly views: readonly SavedView[] }) {
  const [text, setText] = useState(name);
  const isNew = text.trim() !== name;
  const problem = isNew && withName(views, name, text) === null;
  const rename = (event: FormEvent) => {
    event.preventDefault();
    if (isNew && !problem) changeViews((kept) => withName(kept, name, text) ?? kept);
  };
  return (
    <form onSubmit={rename}>
      <input
        className="input"
        aria-label={`Name of ${shownText(name)}`}
        aria-invalid={problem}
        maxLength={LONGEST_NAME}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button className="button" type="submit" disabled={!isNew || problem}>
        Rename
      </button>
      <button
        className="button danger"
        type="button"
        aria-label={`Delete ${shownText(name)}`}
        onClick={() => changeViews((kept) => withoutView(kept, name))}
      >
        Delete
      </button>
      <span className="problem" role="status">
        {problem ? 'Another view has this name, or it is empty.' : null}
      </span>
    </form>
  );
}
