import { useState } from 'react';

/** A command that works when pasted. */
export function CommandLine({ line }: { readonly line: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(line);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <div className="command">
      <code>{line}</code>
      {/* Browsers have a clipboard for pages of this machine and of HTTPS alone. */}
      {isSecureContext ? (
        <button
          type="button"
          className="button quiet"
          aria-label={`Copy ${line}`}
          onClick={() => void copy().catch(() => setCopied(false))}
        >
          <span role="status">{copied ? 'Copied' : 'Copy'}</span>
        </button>
      ) : null}
    </div>
  );
}
