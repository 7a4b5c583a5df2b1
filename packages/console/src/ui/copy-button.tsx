import { useState } from 'react';

/** Long enough to be read, short enough to be pressed again. */
const SHOWN_MS = 1500;

interface CopyButtonProps {
  readonly text: string;
  /** What the button says. */
  readonly label?: string;
  readonly className?: string;
}

/** Copies a text, and says so. */
export function CopyButton({ text, label = 'Copy', className = 'button' }: CopyButtonProps) {
  const [said, setSaid] = useState(label);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Mark it and copy it by hand');
    }
    setTimeout(() => setSaid(label), SHOWN_MS);
  };
  return (
    <button type="button" className={className} onClick={() => void copy()}>
      <span role="status">{said}</span>
    </button>
  );
}
