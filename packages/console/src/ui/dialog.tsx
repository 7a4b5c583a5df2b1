import * as Radix from '@radix-ui/react-dialog';
import { type ReactNode, type RefObject, useRef } from 'react';

interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  /** What gets the focus when it is closed, where what had it before is gone by then, as the items of a menu are. */
  readonly opener?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}

/**
 * A dialog that keeps the focus until it is closed, and gives it back to what had it before. Its backdrop is an element of ours: that of the
 * library writes a style into the page, which the policy of the page refuses.
 */
export function Dialog({ title, open, onClose, opener, children }: DialogProps) {
  const before = useRef<Element | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={(now) => now || onClose()}>
      <Radix.Portal>
        <div className="backdrop" />
        <Radix.Content
          className="dialog"
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            before.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            const held = before.current;
            const isThere = held instanceof HTMLElement && held.isConnected && held !== document.body;
            const next = isThere ? held : opener?.current;
            if (next == null) return;
            // The library would give it to a trigger of its own, and there is none.
            event.preventDefault();
            next.focus();
          }}
        >
          <Radix.Title asChild>
            <h2>{title}</h2>
          </Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
