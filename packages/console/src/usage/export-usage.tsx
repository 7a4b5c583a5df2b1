import * as Menu from '@radix-ui/react-dropdown-menu';
import { MenuContent } from '../ui/menu-content.tsx';
import { saveFile } from '../ui/save-file.ts';
import type { UsageAnswer } from './ask-usage.ts';
import { sortRows, usageCsv } from './usage-rows.ts';
import { groupsOf, orderOf, type UsageSearch } from './usage-search.ts';

interface ExportUsageProps {
  readonly answer: UsageAnswer | null;
  readonly search: UsageSearch;
}

/** Saves the sums with each of their digits. */
export function ExportUsage({ answer, search }: ExportUsageProps) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="button" disabled={answer === null}>
        Export
      </Menu.Trigger>
      <MenuContent>
        <Menu.Item
          className="menu-item"
          onSelect={() => {
            if (answer === null) return;
            saveFile('usage', 'csv', usageCsv(groupsOf(search), sortRows(answer.rows, orderOf(search))));
          }}
        >
          The table, as CSV
        </Menu.Item>
        <Menu.Item
          className="menu-item"
          onSelect={() => answer !== null && saveFile('usage', 'json', answer.text)}
        >
          The answer of the API, as JSON
        </Menu.Item>
      </MenuContent>
    </Menu.Root>
  );
}
