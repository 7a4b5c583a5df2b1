import * as Popover from '@radix-ui/react-popover';
import { createStore, useStore } from '../ui/store.ts';
import { COLUMNS } from './columns.tsx';

const KEPT_AS = 'taskfold.columns';
export const COLUMNS_AT_FIRST: Readonly<Record<string, boolean>> = Object.fromEntries(
  COLUMNS.map(({ name, shown }) => [name, shown]),
);

/** What the reader chose before; columns that came since are as they are at first. */
function readKept(): Readonly<Record<string, boolean>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT_AS) ?? '{}');
    const known = Object.entries(kept ?? {}).filter(
      ([name, on]) => name in COLUMNS_AT_FIRST && typeof on === 'boolean',
    );
    return { ...COLUMNS_AT_FIRST, ...Object.fromEntries(known) };
  } catch {
    return COLUMNS_AT_FIRST;
  }
}

const chosen = createStore(readKept());
chosen.subscribe(() => localStorage.setItem(KEPT_AS, JSON.stringify(chosen.get())));

export const useShownColumns = () => useStore(chosen);
export const showColumns = (columns: Readonly<Record<string, boolean>>): void => chosen.set(columns);

/** The first two, the state and the task, are always there. */
const CHOSEN_FROM = COLUMNS.slice(2);

export function ChooseColumns() {
  const on = useShownColumns();
  return (
    <Popover.Root>
      <Popover.Trigger className="button">Columns</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="floating padded" align="end" sideOffset={4} aria-label="Columns">
          <div className="columns">
            {CHOSEN_FROM.map(({ name, title }) => (
              <label key={name}>
                <input
                  type="checkbox"
                  checked={on[name] ?? true}
                  onChange={(event) => chosen.set({ ...on, [name]: event.target.checked })}
                />
                {title}
              </label>
            ))}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
