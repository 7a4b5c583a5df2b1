import { type Dashboard, quantiles, rates } from './dashboard.ts';
import { processPanels } from './processes.ts';

const COUNT = 'http_server_request_duration_seconds_count';

export const API_DASHBOARD: Dashboard = {
  name: 'api',
  title: 'Taskfold: API',
  rows: [
    {
      title: 'Requests',
      panels: [
        {
          title: 'By route',
          what: 'The template, never a path.',
          unit: 'reqps',
          queries: [rates(COUNT, ['http_request_method', 'http_route'])],
        },
        {
          title: 'Time',
          what: 'From the headers of a request to the end of its answer; streams and waits last as long as they are asked to.',
          unit: 's',
          queries: quantiles('http_server_request_duration_seconds', ['http_route']),
        },
        {
          title: 'That did not succeed',
          what: 'By status and error. 429 is a limit, 5xx are ours.',
          unit: 'reqps',
          queries: [
            rates(`${COUNT}{http_response_status_code=~"[45].."}`, [
              'http_response_status_code',
              'error_type',
            ]),
          ],
        },
        {
          title: 'Under way',
          what: 'Requests that are being served.',
          queries: [{ expr: 'sum(http_server_active_requests)', legend: 'active' }],
        },
        {
          title: 'No requests at all',
          what: 'Connections whose bytes were none, and wrong tokens of operators.',
          unit: 'cps',
          queries: [
            { ...rates('taskfold_http_protocol_errors_total', ['status']), isMostlyEmpty: true },
            {
              ...rates('taskfold_operator_wrong_tokens_total'),
              legend: 'wrong operator tokens',
              isMostlyEmpty: true,
            },
          ],
        },
      ],
    },
    {
      title: 'Waiting and streaming',
      panels: [
        {
          title: 'Who waits',
          what: 'Requests that wait for changes, or stream them.',
          queries: [{ expr: 'sum by (kind) (taskfold_live_requests)', legend: '{{kind}}' }],
        },
        {
          title: 'Changes',
          what: 'Looked for, and told.',
          unit: 'cps',
          queries: [
            { ...rates('taskfold_change_reads_total'), legend: 'reads' },
            { ...rates('taskfold_changes_read_total'), legend: 'changes' },
          ],
        },
      ],
    },
    {
      title: 'Reading',
      panels: [
        {
          title: 'Look-ups for each statement',
          what: 'How many tasks asked for by id share a statement.',
          queries: [
            {
              expr: 'sum(rate(taskfold_task_lookups_total[$rate])) / sum(rate(taskfold_task_lookup_queries_total[$rate]))',
              legend: 'look-ups',
            },
          ],
        },
        {
          title: 'Reads by the standby',
          what: 'Who answered what a standby may answer, and what failed there. Empty without DATABASE_REPLICA_URL.',
          unit: 'cps',
          queries: [
            { ...rates('taskfold_replica_reads_total', ['target']), isMostlyEmpty: true },
            { ...rates('taskfold_replica_failures_total'), legend: 'failures', isMostlyEmpty: true },
          ],
        },
      ],
    },
    { title: 'Processes', panels: processPanels('api') },
  ],
};
