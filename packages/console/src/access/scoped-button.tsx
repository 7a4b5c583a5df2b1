import type { ComponentProps } from 'react';
import { useLacks } from './access.ts';
import type { KeyScope } from './scopes.ts';

interface ScopedButtonProps extends ComponentProps<'button'> {
  /** What a key needs for what the button does. */
  readonly scope: KeyScope;
}

/** A button that says what the key lacks where it may not be pressed. */
export function ScopedButton({ scope, disabled = false, children, ...others }: ScopedButtonProps) {
  const lacks = useLacks(scope);
  return (
    <button type="button" {...others} disabled={disabled || lacks}>
      {children}
      {lacks ? <span className="needs">needs {scope}</span> : null}
    </button>
  );
}
