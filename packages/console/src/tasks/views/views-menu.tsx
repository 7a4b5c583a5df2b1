import * as Menu from '@radix-ui/react-dropdown-menu';
import { useRef, useState } from 'react';
import { MenuContent } from '../../ui/menu-content.tsx';
import { Said } from '../../ui/parts.tsx';
import { showColumns, useShownColumns } from '../choose-columns.tsx';
import type { Filters } from '../filters.ts';
import { ChangeViews } from './change-views.tsx';
import { changeViews, useViews } from './kept-views.ts';
import { SaveView } from './save-view.tsx';
import { viewOf, withView } from './views.ts';

interface ViewsMenuProps {
  readonly filters: Filters;
  readonly onFilters: (filters: Filters) => void;
}

/** Filters and columns that somebody wants again, by name. */
export function ViewsMenu({ filters, onFilters }: ViewsMenuProps) {
  const views = useViews();
  const columns = useShownColumns();
  const [open, setOpen] = useState<'saving' | 'changing' | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const shown = viewOf(views, filters, columns);

  const choose = (name: string) => {
    const view = views.find((each) => each.name === name);
    if (view === undefined) return;
    showColumns(view.columns);
    onFilters(view.filters);
  };

  return (
    <>
      <Menu.Root modal={false}>
        <Menu.Trigger ref={opener} className="button views-button">
          <span className="name">{shown === null ? 'Views' : <Said text={shown.name} />}</span>
          <span aria-hidden="true">▾</span>
        </Menu.Trigger>
        <MenuContent className="views" align="start">
          {views.length === 0 ? null : (
            <>
              <Menu.RadioGroup value={shown?.name ?? ''} onValueChange={choose} aria-label="Views">
                {views.map(({ name }) => (
                  <Menu.RadioItem key={name} value={name} className="menu-item">
                    <span aria-hidden="true">{name === shown?.name ? '●' : '○'}</span>
                    <span className="name">
                      <Said text={name} />
                    </span>
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
              <div className="menu-line" />
            </>
          )}
          <Menu.Item className="menu-item" onSelect={() => setOpen('saving')}>
            Save these filters and columns…
          </Menu.Item>
          {views.length === 0 ? null : (
            <Menu.Item className="menu-item" onSelect={() => setOpen('changing')}>
              Rename or delete…
            </Menu.Item>
          )}
        </MenuContent>
      </Menu.Root>
      <SaveView
        open={open === 'saving'}
        opener={opener}
        taken={views.map(({ name }) => name)}
        onSave={(name) => changeViews((kept) => withView(kept, { name, filters, columns }))}
        onClose={() => setOpen(null)}
      />
      <ChangeViews open={open === 'changing'} opener={opener} views={views} onClose={() => setOpen(null)} />
    </>
  );
}
