import type { Dashboard } from './dashboard.ts';

export const MONEY_DASHBOARD: Dashboard = {
  name: 'money',
  title: 'Taskfold: money',
  rows: [
    {
      title: 'Credits',
      panels: [
        {
          title: 'In an hour',
          what: 'Charged and refunded, of all tenants, estimates included. For what is exact, ask for sums: GET /v1/usage.',
          queries: [
            { expr: 'sum by (kind) (increase(taskfold_ledger_credits_total[1h]))', legend: '{{kind}}' },
          ],
        },
        {
          title: 'Refunded, of what is charged',
          what: 'A rise means that work fails after it was charged.',
          unit: 'percentunit',
          queries: [
            {
              expr: 'sum(increase(taskfold_ledger_credits_total{kind="refund"}[1h])) / sum(increase(taskfold_ledger_credits_total{kind="charge"}[1h]))',
              legend: 'refunded',
            },
          ],
        },
        {
          title: 'Ledger entries',
          what: 'Each once, however often its event came.',
          unit: 'cps',
          queries: [
            { expr: 'sum by (kind) (rate(taskfold_ledger_entries_total[$rate]))', legend: '{{kind}}' },
          ],
        },
      ],
    },
    {
      title: 'Not as it should be',
      panels: [
        {
          title: 'Not billed',
          what: 'Tasks that succeeded without usage (usage), or used something and were not charged (charge).',
          queries: [
            { expr: 'max by (need) (taskfold_tasks_in_need{need=~"usage|charge"})', legend: '{{need}}' },
          ],
        },
        {
          title: 'Not refunded, or too much',
          what: 'Tasks that failed and were not refunded (refund), were refunded more than charged (over_refund), or have two contents under one id (conflict).',
          queries: [
            {
              expr: 'max by (need) (taskfold_tasks_in_need{need=~"refund|over_refund|conflict"})',
              legend: '{{need}}',
            },
          ],
        },
        {
          title: 'All needs',
          what: 'As GET /v1/tasks?needs= lists them for each tenant.',
          queries: [{ expr: 'max by (need) (taskfold_tasks_in_need)', legend: '{{need}}' }],
        },
      ],
    },
  ],
};
