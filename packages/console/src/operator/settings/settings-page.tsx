import { useEffect, useState } from 'react';
import { Badge, Nothing, Said } from '../../ui/parts.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { ListedSetting } from '../ask/operations.ts';
import { useLive } from '../ask/use-live.ts';
import { Loaded } from '../parts/loaded.tsx';

const COLUMNS: readonly DataColumn<ListedSetting>[] = [
  {
    id: 'setting',
    title: 'Setting',
    className: 'why',
    cell: ({ name, description }) => (
      <>
        <code className="what">{name}</code>
        <div className="faint">{description}</div>
      </>
    ),
    sortBy: ({ name }) => name,
  },
  { id: 'value', title: 'In force', cell: (setting) => <InForce setting={setting} /> },
  { id: 'default', title: 'Default', className: 'mono', cell: ({ default: usual }) => usual ?? <Nothing /> },
];

/** The configuration that is in force, without secrets. */
export function SettingsPage() {
  const query = useLive('listSettings');
  const [text, setText] = useState('');
  const [changed, setChanged] = useState(false);
  const passes = (setting: ListedSetting) =>
    (!changed || isOwn(setting)) &&
    `${setting.name} ${setting.description}`.toLowerCase().includes(text.trim().toLowerCase());

  useEffect(() => {
    document.title = 'Settings · Taskfold for operators';
  }, []);

  return (
    <div className="task">
      <div className="title">
        <h1>Settings</h1>
        <span className="faint">
          What is in force in the API process that answers; processors have settings of their own.
        </span>
      </div>
      <div className="tools filters" role="search" aria-label="Filters">
        <label className="field">
          <span>Name or meaning</span>
          <input
            className="input"
            type="search"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <label className="check">
          <input type="checkbox" checked={changed} onChange={(event) => setChanged(event.target.checked)} />
          <span>Only what is other than the default</span>
        </label>
      </div>
      <section className="card" aria-label="Settings that pass the filters">
        <Loaded what="settings" query={query}>
          {({ data }) => {
            const shown = data.filter(passes);
            return shown.length === 0 ? (
              <p className="body faint">No setting passes these filters.</p>
            ) : (
              <DataTable
                label="Settings"
                columns={COLUMNS}
                rows={shown}
                idOf={({ name }) => name}
                marks={({ name }) => ({ 'data-setting': name })}
              />
            );
          }}
        </Loaded>
      </section>
    </div>
  );
}

/** Secrets have no default. */
function isOwn({ value, default: usual, is_set: isSet, is_secret: isSecret }: ListedSetting): boolean {
  return isSet && (isSecret || value !== usual);
}

function InForce({ setting }: { readonly setting: ListedSetting }) {
  const { value, is_set: isSet, is_secret: isSecret } = setting;
  if (!isSet) return <span className="faint">not set</span>;
  if (isSecret) return <Badge tone="queued">set, not shown</Badge>;
  return (
    <span className={isOwn(setting) ? 'mono what' : 'mono'}>
      <Said text={value ?? ''} />
    </span>
  );
}
