import { useKeyNames } from '../keys/tenant-keys.ts';
import { shownText } from '../text/visible.ts';
import { localTime } from '../time/format.ts';
import { useNow } from '../ui/now.ts';
import { FILTERS, type Filters, metadataKey, NEEDS, WITHOUT } from './filters.ts';

interface Words {
  readonly now: number;
  /** What keys are called, by their ids. */
  readonly keyNames: ReadonlyMap<string, string>;
}

/** What a filter says, as a person would. */
function sayingOf(name: string, value: string, { now, keyNames }: Words): string {
  const pair = metadataKey(name);
  if (pair !== null) return shownText(`${pair} = ${value}`);
  const kind = FILTERS[name];
  if (kind?.input === 'time') return `${kind.label} ${localTime(value, now)}`;
  return `${kind?.label ?? name}: ${shownText(wordsOf(name, value, keyNames))}`;
}

function wordsOf(name: string, value: string, keyNames: Words['keyNames']): string {
  if (name === 'needs') return NEEDS[value] ?? value;
  if (name === 'api_key_id') return keyNames.get(value) ?? value;
  if (name !== 'without') return value;
  const names = value.split(',').map((each) => WITHOUT[each] ?? each);
  return names.join(', ');
}

interface ChipsProps {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

/** The filters that are on, each with the way to take it away. Statuses have buttons of their own. */
export function Chips({ filters, onChange }: ChipsProps) {
  const now = useNow();
  const keyNames = useKeyNames();
  const on = Object.entries(filters).filter(([name]) => name !== 'status');
  if (on.length === 0) return null;
  return (
    <ul className="chips" aria-label="Filters">
      {on.map(([name, value]) => {
        const saying = sayingOf(name, value, { now, keyNames });
        return (
          <li key={name} className="chip">
            <span title={saying}>
              <bdi>{saying}</bdi>
            </span>
            <button
              type="button"
              aria-label={`Without ${saying}`}
              onClick={() =>
                onChange(Object.fromEntries(Object.entries(filters).filter(([each]) => each !== name)))
              }
            >
              ✕
            </button>
          </li>
        );
      })}
      <li>
        <button type="button" className="button quiet" onClick={() => onChange({})}>
          Clear all
        </button>
      </li>
    </ul>
  );
}
