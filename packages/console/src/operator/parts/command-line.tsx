import { CopyButton } from '../../ui/copy-button.tsx';

/** A command that works when pasted. */
export function CommandLine({ line }: { readonly line: string }) {
  return (
    <div className="command">
      <code>{line}</code>
      {/* Browsers have a clipboard for pages of this machine and of HTTPS alone. */}
      {isSecureContext ? <CopyButton text={line} className="button quiet" /> : null}
    </div>
  );
}
