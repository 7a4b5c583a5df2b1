import { rises } from '../promql/rises.ts';
import type { Alarm } from './alarm.ts';

const REQUESTS = 'rate(http_server_request_duration_seconds_count[5m])';
const FAILED = 'rate(http_server_request_duration_seconds_count{http_response_status_code=~"5.."}[5m])';

/** Of the API: whether it answers, and who asks. */
export const REQUEST_ALARMS: readonly Alarm[] = [
  {
    name: 'TaskfoldNoApi',
    severity: 'critical',
    expr: 'absent(taskfold_build_info{service="api"})',
    for: '2m',
    summary: 'No API shows that it runs.',
    meaning:
      'Nobody can ask for tasks, or Prometheus does not reach any API. Events are folded all the same.',
    look: 'Is one running (`kubectl get pods`, `docker compose ps`), and does `/livez` on its admin port (9090) answer?',
    mend: 'Start one; where it ends at once, its last log line, at level `fatal`, has the reason. Where it runs, let Prometheus reach its admin port.',
    fires: {
      series: {
        'taskfold_build_info{service="api"}': '1 _x9',
        'taskfold_build_info{service="processor"}': '1x9',
      },
      at: '9m',
      alerts: [{ labels: { service: 'api' }, summary: 'No API shows that it runs.' }],
    },
    silent: { series: { 'taskfold_build_info{service="api"}': '1x9' }, at: '9m' },
  },
  {
    name: 'TaskfoldRequestsFail',
    severity: 'critical',
    expr: `sum(${FAILED}) / sum(${REQUESTS}) > 0.01 and sum(${FAILED}) > 0.02`,
    for: '5m',
    summary: '{{ $value | humanizePercentage }} of the requests fail.',
    meaning:
      'The API answers with 5xx: callers do not get what is there. Below one in a hundred, or one in fifty seconds, it is not told of.',
    look: 'By what fails: `sum by (http_route, http_response_status_code, error_type) (rate(http_server_request_duration_seconds_count{http_response_status_code=~"5.."}[5m]))`. The log has one line for each, with `request_id` and the error; `/readyz` says whether the database answers.',
    mend: '503 while the database is away: bring it back, the API needs no restart. 503 while it is there: [too many ask](README.md#one-key-tenant-or-address-that-asks-too-much), add a process. 500: the log line is a fault of the program; report it.',
    fires: {
      series: {
        'http_server_request_duration_seconds_count{service="api",http_response_status_code="200"}':
          '0+600x20',
        'http_server_request_duration_seconds_count{service="api",http_response_status_code="503"}':
          '0+60x20',
      },
      at: '15m',
      alerts: [{ labels: {}, summary: '9.091% of the requests fail.' }],
    },
    silent: {
      series: {
        'http_server_request_duration_seconds_count{service="api",http_response_status_code="200"}':
          '0+600x20',
        'http_server_request_duration_seconds_count{service="api",http_response_status_code="429"}':
          '0+600x20',
        'http_server_request_duration_seconds_count{service="api",http_response_status_code="503"}': '0+6x20',
      },
      at: '15m',
    },
  },
  {
    name: 'TaskfoldWrongOperatorTokens',
    severity: 'warning',
    expr: `sum(${rises('taskfold_operator_wrong_tokens_total', '10m')}) > 20`,
    for: '0m',
    summary: '{{ $value | humanize }} requests with a wrong operator token in ten minutes.',
    meaning: 'Somebody tries tokens at an admin port, or a tool has an old one. The right one always passes.',
    look: 'The log names the address, at level `warn`; further wrong ones from it are answered with 429.',
    mend: 'Close the port to others (`ADMIN_HOST`, a network policy), or give the tool the token of today. Replace `OPERATOR_TOKEN` where it may be known.',
    fires: {
      series: { 'taskfold_operator_wrong_tokens_total{service="api"}': '0x9 30x9' },
      at: '12m',
      alerts: [{ labels: {}, summary: '30 requests with a wrong operator token in ten minutes.' }],
    },
    silent: {
      series: { 'taskfold_operator_wrong_tokens_total{service="api"}': '0x9 15x19' },
      at: '12m',
    },
  },
  {
    name: 'TaskfoldReplicaUnused',
    severity: 'warning',
    expr: 'max by (service, instance) (taskfold_replica_used) == 0',
    for: '2m',
    summary: 'The API {{ $labels.instance }} does not read from its standby: the primary carries all reads.',
    meaning:
      'The API has a `DATABASE_REPLICA_URL` and does not use it, because the standby is behind, away, or not one. Answers are right all the same.',
    look: '`/readyz` and one line of the log say why, in a sentence. `taskfold_replica_lag_seconds` and `taskfold_replica_failures_total` show whether it comes and goes.',
    mend: '[Reads from a standby](README.md#reads-from-a-standby).',
    fires: {
      series: { 'taskfold_replica_used{service="api",instance="a"}': '1 0x9' },
      at: '4m',
      alerts: [
        {
          labels: { service: 'api', instance: 'a' },
          summary: 'The API a does not read from its standby: the primary carries all reads.',
        },
      ],
    },
    silent: { series: { 'taskfold_replica_used{service="api",instance="a"}': '1 0 0 1 0x9' }, at: '4m' },
  },
];
