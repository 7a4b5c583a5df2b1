import { Dialog } from '../ui/dialog.tsx';

const KEYS = [
  ['j', 'next task'],
  ['k', 'task before'],
  ['Enter', 'open the task'],
  ['x', 'choose the task, or no longer'],
  ['X', 'choose all from the one chosen last'],
  ['/', 'find'],
  ['?', 'this list'],
  ['Esc', 'close what is open'],
] as const;

interface ShortcutHelpProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function ShortcutHelp({ open, onClose }: ShortcutHelpProps) {
  return (
    <Dialog title="Keys of the keyboard" open={open} onClose={onClose}>
      <dl className="keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd className="kbd">{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <div className="buttons">
        <button className="button" type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
