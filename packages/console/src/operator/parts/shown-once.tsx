import { useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';

export interface MadeSecret {
  readonly name: string;
  readonly secret: string;
}

interface ShownOnceProps {
  readonly title: string;
  readonly secrets: readonly MadeSecret[];
  readonly onClose: () => void;
}

/** Secrets that were just made: no other answer has them. */
export function ShownOnce({ title, secrets, onClose }: ShownOnceProps) {
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async ({ name, secret }: MadeSecret) => {
    await navigator.clipboard.writeText(secret);
    setCopied(name);
  };
  return (
    <Dialog title={title} open onClose={onClose}>
      <p>This is shown once. Give it to the tenant by a way that nobody else reads.</p>
      {secrets.map((made) => (
        <div key={made.name} className="made">
          <strong>{made.name}</strong>
          <code>{made.secret}</code>
          {isSecureContext ? (
            <button
              type="button"
              className="button"
              onClick={() => void copy(made).catch(() => setCopied(null))}
            >
              <span role="status">
                {copied === made.name ? 'Copied' : `Copy the ${made.name.toLowerCase()}`}
              </span>
            </button>
          ) : null}
        </div>
      ))}
      <div className="buttons">
        <button type="button" className="button primary" onClick={onClose}>
          I have kept it
        </button>
      </div>
    </Dialog>
  );
}
