import * as Menu from '@radix-ui/react-dropdown-menu';
import { setTheme, THEMES, useTheme } from './theme.ts';

/** The choice of colours, within a menu. */
export function ColourItems() {
  const theme = useTheme();
  return (
    <Menu.RadioGroup
      value={theme}
      onValueChange={(value) => setTheme(THEMES.find((each) => each === value) ?? 'system')}
      aria-label="Colours"
    >
      {THEMES.map((each) => (
        <Menu.RadioItem
          key={each}
          value={each}
          className="menu-item"
          onSelect={(event) => event.preventDefault()}
        >
          <span aria-hidden="true">{each === theme ? '●' : '○'}</span>
          {each === 'system' ? 'Colours of the system' : each === 'light' ? 'Light' : 'Dark'}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}
