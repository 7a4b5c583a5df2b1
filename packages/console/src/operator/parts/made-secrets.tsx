import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

export interface MadeSecret {
  readonly name: string;
  readonly secret: string;
}

interface MadeSecretsProps {
  readonly title: string;
  readonly secrets: readonly MadeSecret[];
  readonly onClose: () => void;
}

/** Secrets that were just made: no other answer has them, and no storage of the page. */
export function MadeSecrets({ title, secrets, onClose }: MadeSecretsProps) {
  return (
    // Neither Escape nor a click beside it: what is lost here is lost.
    <Dialog title={title} open onClose={() => {}}>
      <p>
        <strong>This is shown this once.</strong> Give it to the tenant by a way that nobody else reads.
      </p>
      {secrets.map(({ name, secret }) => (
        <div key={name} className="field">
          <span>{name}</span>
          <div className="shown-once">
            <input
              className="input mono"
              readOnly
              aria-label={name}
              value={secret}
              spellCheck={false}
              onFocus={(event) => event.currentTarget.select()}
            />
            <CopyButton text={secret} />
          </div>
        </div>
      ))}
      <div className="buttons">
        <button type="button" className="button primary" onClick={onClose}>
          It has been handed over
        </button>
      </div>
    </Dialog>
  );
}
