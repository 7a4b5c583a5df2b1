import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { problemOf } from '../api/failures.ts';
import type { Credential } from '../session/keys.ts';
import { useActiveKey } from '../session/session.ts';
import { type Days, type DaysSearch, daysText } from '../time/periods.ts';
import { ChooseDays } from '../ui/choose-days.tsx';
import { FailedState } from '../ui/failed-state.tsx';
import { useNow } from '../ui/now.ts';
import { askUsage, usagePath } from './ask-usage.ts';
import { ExportUsage } from './export-usage.tsx';
import { UsageChart } from './usage-chart.tsx';
import {
  type GroupName,
  groupsOf,
  readUsageSearch,
  USAGE_GROUPS,
  type UsageSearch,
  usageDays,
  withGroup,
} from './usage-search.ts';
import { UsageTable } from './usage-table.tsx';
import { UsageTotals } from './usage-totals.tsx';

const PERIODS_SHOWN = ['today', '7d', '30d', 'month', 'last_month'] as const;
const REFRESH_MS = 15_000;

const GROUP_TITLES: Readonly<Record<GroupName, string>> = {
  day: 'Day',
  capability: 'Capability',
  model: 'Model',
  project_id: 'Project',
  api_key_id: 'Key',
  status: 'Status',
};

/** Not while nobody sees the page; what was there stays until the answer to another question comes. */
function useUsage(credential: Credential, days: Days, groups: readonly GroupName[]) {
  return useQuery({
    queryKey: [credential, 'usage', days.first, days.last, ...groups],
    queryFn: ({ signal }) => askUsage(credential, days, groups, signal),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

/** What was used, charged and refunded: by day as a chart, by anything as a table, each sum as the API has it. */
export function UsagePage() {
  const search = readUsageSearch(useSearch({ from: '/usage' }));
  const navigate = useNavigate();
  const { credential } = useActiveKey();
  const days = usageDays(search, useNow());
  const groups = groupsOf(search);
  const rows = useUsage(credential, days, groups);
  const total = useUsage(credential, days, []);
  const byDay = useUsage(credential, days, ['day']);
  const show = (next: UsageSearch) => void navigate({ to: '/usage', search: { ...next } });
  const chooseDays = (chosen: DaysSearch) => {
    const { period: _period, from: _from, to: _to, ...others } = search;
    show({ ...others, ...chosen });
  };

  useEffect(() => {
    document.title = 'Usage · Taskfold';
  }, []);

  const failure = rows.error ?? total.error ?? byDay.error;
  return (
    <div className="page usage">
      <div className="page-head">
        <h1>Usage</h1>
        <p className="faint">{daysText(days)}, in UTC: an entry counts on the day of its event.</p>
      </div>
      <div className="choices">
        <ChooseDays
          periods={PERIODS_SHOWN}
          chosen={search.period === undefined && search.from === undefined ? { period: '30d' } : search}
          days={days}
          onChoose={chooseDays}
        />
        <fieldset className="segments" aria-label="Sums by">
          {USAGE_GROUPS.map((group) => (
            <button
              key={group}
              type="button"
              className="button"
              aria-pressed={groups.includes(group)}
              onClick={() => show(withGroup(search, group))}
            >
              {GROUP_TITLES[group]}
            </button>
          ))}
        </fieldset>
        <span className="spread" />
        <ExportUsage answer={rows.data ?? null} search={search} />
      </div>
      {failure !== null && rows.data === undefined ? (
        <FailedState
          title="Usage cannot be shown"
          failure={failure}
          onRetry={() => {
            for (const query of [rows, total, byDay]) void query.refetch();
          }}
        />
      ) : (
        <>
          {failure === null ? null : <FromBefore failure={failure} />}
          <UsageTotals total={total.data?.rows[0] ?? null} days={days} />
          <UsageChart days={days} rows={byDay.data?.rows ?? null} />
          <UsageTable
            rows={rows.data?.rows ?? null}
            total={total.data?.rows[0] ?? null}
            search={search}
            groups={groups}
            titles={GROUP_TITLES}
            days={days}
            onSearch={show}
          />
          <p className="faint">
            The same numbers from the API: <code>GET {usagePath(days, groups)}</code>
          </p>
        </>
      )}
    </div>
  );
}

function FromBefore({ failure }: { readonly failure: Error }) {
  return (
    <div className="notice tone-failed" role="alert">
      <strong>What is shown is from before</strong>
      <span>{problemOf(failure)}</span>
    </div>
  );
}
