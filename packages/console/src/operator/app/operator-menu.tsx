import * as Menu from '@radix-ui/react-dropdown-menu';
import { useQueryClient } from '@tanstack/react-query';
import { ColourItems } from '../../ui/colour-items.tsx';
import { MenuContent } from '../../ui/menu-content.tsx';
import { operatorSession, useOperator } from '../session/operator-session.ts';

/** Who acts, the colours, and the way out. */
export function OperatorMenu() {
  const { actor } = useOperator();
  const queries = useQueryClient();
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="button key-button">
        <span className="name">{actor === '' ? 'Operator' : <bdi>{actor}</bdi>}</span>
        <span aria-hidden="true">▾</span>
      </Menu.Trigger>
      <MenuContent>
        <ColourItems />
        <div className="menu-line" />
        <Menu.Item
          className="menu-item"
          onSelect={() => {
            operatorSession.signOut();
            queries.clear();
          }}
        >
          Sign out
        </Menu.Item>
      </MenuContent>
    </Menu.Root>
  );
}
