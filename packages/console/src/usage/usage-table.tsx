import { Link } from '@tanstack/react-router';
import type { Meter } from '@taskfold/contract/meters';
import { useState } from 'react';
import { KeyNamed } from '../keys/key-named.tsx';
import { useKeyNames } from '../keys/tenant-keys.ts';
import { fractionStyle } from '../money/fraction-style.ts';
import type { Days } from '../time/periods.ts';
import { AmountText, Nothing, PageState, Said } from '../ui/parts.tsx';
import type { DataColumn } from '../ui/table/data-column.ts';
import { DataTable } from '../ui/table/data-table.tsx';
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
  const sums = total === null || groups.length === 0 ? null : total;
  const columns: readonly DataColumn<UsageSumsRow>[] = [
    ...groups.map(
      (group, index): DataColumn<UsageSumsRow> => ({
        id: group,
        title: titles[group],
        className: group === 'day' ? 'nowrap' : 'words',
        cell: (row) => <GroupValue group={group} value={columnValue(row, group)} />,
        ...(sums === null || index > 0 ? {} : { foot: 'All days and groups' }),
      }),
    ),
    {
      id: 'tasks',
      title: 'Tasks',
      end: true,
      cell: (row) => <TasksBehind row={row} groups={groups} days={days} />,
      ...(sums === null ? {} : { foot: <TasksBehind row={sums} groups={[]} days={days} /> }),
    },
    ...[...CREDIT_COLUMNS, ...meters.map((meter) => [meter, meterTitle(meter)] as const)].map(
      ([name, title]): DataColumn<UsageSumsRow> => ({
        id: name,
        title,
        end: true,
        style: fractionStyle(shown.map((row) => row[name])),
        cell: (row) => <AmountText value={row[name]} />,
        ...(sums === null ? {} : { foot: <AmountText value={sums[name]} /> }),
      }),
    ),
  ];
  return (
    <section className="card" aria-label="Sums">
      <DataTable
        label="Table of sums"
        columns={columns}
        rows={sorted.slice(0, most)}
        idOf={(row) => JSON.stringify(groups.map((group) => row[group]))}
        busy={!fits || rows === null}
        order={{
          ...order,
          onOrder: (by) => onSearch(withOrder(search, by, isTextColumn(by))),
        }}
      />
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
