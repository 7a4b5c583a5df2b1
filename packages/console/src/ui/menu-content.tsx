import * as Menu from '@radix-ui/react-dropdown-menu';
import type { ReactNode } from 'react';

interface MenuContentProps {
  /** Which edge of the button it has in common. */
  readonly align?: 'start' | 'end';
  readonly className?: string;
  readonly children: ReactNode;
}

/** What a menu shows below its button, and beside it in the page: at its end whoever goes by landmarks would not find it. */
export function MenuContent({ align = 'end', className = '', children }: MenuContentProps) {
  return (
    <Menu.Content className={`floating ${className}`} align={align} sideOffset={4}>
      {children}
    </Menu.Content>
  );
}
