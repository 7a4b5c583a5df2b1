import * as Radix from '@radix-ui/react-dialog';
import { type ReactNode, useRef } from 'react';

interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A dialog that keeps the focus until it is closed, and gives it back to what had it before. Its backdrop is an element of ours: that of the library writes a style into the
 * page, which the policy of the page refuses.
 */
export function Dialog({ title, open, onClose, children }: DialogProps) {
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
            if (!(before.current instanceof HTMLElement)) return;
            // The library would give it to a trigger of its own, and there is none.
            event.preventDefault();
            before.current.focus();
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
