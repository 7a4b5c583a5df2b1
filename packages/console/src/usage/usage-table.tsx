import { Link } from '@tanstack/react-router';
import type { Meter } from '@taskfold/contract/meters';
import { useState } from 'react';
import { KeyNamed } from '../keys/key-named.tsx';
import { useKeyNames } from '../keys/tenant-keys.ts';
import { fractionStyle } from '../money/fraction-style.ts';
import type { Days } from '../time/periods.ts';
import { AmountText, Nothing, PageState, Said } from '../ui/parts.tsx';
import {
  columnValue,
  filtersBehind,
  isTextColumn,
  metersIn,
  sortRows,
  type UsageSumsRow,
} from './usage-rows.ts';
import { type GroupName, orderOf, type UsageSearch, withOrder } from './usage-search.ts';

/** So many more at each asking: rows are few or many thousand, and each has its cells. */
const STEP = 200;

const CREDIT_COLUMNS = [
  ['charged_credits', 'Charged'],
  ['refunded_credits', 'Refunded'],
  ['net_charged_credits', 'Net credits'],
] as const;

interface UsageTableProps {
  /** Null until they are known. */
  readonly rows: readonly UsageSumsRow[] | null;
  readonly total: UsageSumsRow | null;
  readonly search: UsageSearch;
  readonly groups: readonly GroupName[];
  readonly titles: Readonly<Record<GroupName, string>>;
  readonly days: Days;
  readonly onSearch: (search: UsageSearch) => void;
}

/** The sums, a row for each group; each leads to the tasks behind it. */
export function UsageTable({ rows, total, search, groups, titles, days, onSearch }: UsageTableProps) {
  const [most, setMost] = useState(STEP);
  const keyNames = useKeyNames();
  const shown = rows ?? [];
  // A grouping that was just chosen has no rows yet: those of the one before have other names.
  const fits = shown.every((row) => groups.every((group) => group in row));
  if (rows !== null && fits && (rows.length === 0 || total?.tasks === 0)) {
    return (
      <PageState title="Nothing was used, charged or refunded on these days">
        <p>Choose other days, or wait: what comes appears here by itself.</p>
      </PageState>
    );
  }
  const meters = metersIn(shown);
  const order = orderOf(search);
  const seen = (row: UsageSumsRow, column: string) => {
    const value = columnValue(row, column);
    return column === 'api_key_id' && value !== null ? (keyNames.get(value) ?? value) : value;
  };
  const sorted = fits ? sortRows(shown, order, seen) : [];
  const numbers = [...CREDIT_COLUMNS, ...meters.map((meter) => [meter, meterTitle(meter)] as const)].map(
    ([name, title]) => ({ name, title, style: fractionStyle(shown.map((row) => row[name])) }),
  );
  const head = (name: string, title: string) => (
    <th
      key={name}
      scope="col"
      className={isTextColumn(name) ? undefined : 'end'}
      aria-sort={order.by !== name ? undefined : order.descending ? 'descending' : 'ascending'}
    >
      <button type="button" onClick={() => onSearch(withOrder(search, name, isTextColumn(name)))}>
        {title}
        <span aria-hidden="true">{order.by !== name ? '' : order.descending ? ' ↓' : ' ↑'}</span>
      </button>
    </th>
  );
  const cells = (row: UsageSumsRow) =>
    numbers.map(({ name, style }) => (
      <td key={name} className="end" style={style}>
        <AmountText value={row[name]} />
      </td>
    ));
  return (
    <section className="card" aria-label="Sums">
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Table of sums">
        <table className="sheet" aria-busy={!fits || rows === null}>
          <thead>
            <tr>
              {groups.map((group) => head(group, titles[group]))}
              {head('tasks', 'Tasks')}
              {numbers.map(({ name, title }) => head(name, title))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, most).map((row) => (
              <tr key={JSON.stringify(groups.map((group) => row[group]))}>
                {groups.map((group) => (
                  <td key={group} className={group === 'day' ? 'nowrap' : 'words'}>
                    <GroupValue group={group} value={columnValue(row, group)} />
                  </td>
                ))}
                <td className="end">
                  <TasksBehind row={row} groups={groups} days={days} />
                </td>
                {cells(row)}
              </tr>
            ))}
          </tbody>
          {total === null || groups.length === 0 ? null : (
            <tfoot>
              <tr>
                <th scope="row" colSpan={groups.length}>
                  All days and groups
                </th>
                <td className="end">
                  <TasksBehind row={total} groups={[]} days={days} />
                </td>
                {cells(total)}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      {sorted.length <= most ? null : (
        <p className="more">
          <button type="button" className="button" onClick={() => setMost(most + STEP)}>
            Show {Math.min(STEP, sorted.length - most)} more of {sorted.length} rows
          </button>
        </p>
      )}
    </section>
  );
}

const meterTitle = (meter: Meter): string => {
  const words = meter.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

interface GroupValueProps {
  readonly group: GroupName;
  readonly value: string | null;
}

function GroupValue({ group, value }: GroupValueProps) {
  if (value === null) return <Nothing />;
  return group === 'api_key_id' ? <KeyNamed id={value} /> : <Said text={value} />;
}

interface TasksBehindProps {
  readonly row: UsageSumsRow;
  readonly groups: readonly GroupName[];
  readonly days: Days;
}

/** How many tasks a sum is made of, and the way to them. */
function TasksBehind({ row, groups, days }: TasksBehindProps) {
  if (row.tasks === 0) return <span>{row.tasks}</span>;
  return (
    <Link to="/tasks" search={filtersBehind(row, groups, days)} title="The tasks behind these sums">
      {row.tasks}
    </Link>
  );
}
