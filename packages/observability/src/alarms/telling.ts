import { rises } from '../promql/rises.ts';
import type { Alarm } from './alarm.ts';

/** Of the relay and the callbacks: whether others are told. */
export const TELLING_ALARMS: readonly Alarm[] = [
  {
    name: 'TaskfoldRelayLeader',
    severity: 'critical',
    expr: '(sum(taskfold_relay_leader) or vector(0)) != 1',
    for: '1m',
    summary: '{{ $value }} processes publish to the updates topic, where one should.',
    meaning:
      'With 0 nobody publishes to `task.updates`, and consumers there hear nothing. With 2 both believe to lead, which is right for moments at a takeover, and costs repeats.',
    look: '`operator $ADMIN/operator/relays`: who holds the lease, and until when.',
    mend: '0: is a processor with the role `relay` (`ROLES`) running, and does it reach database and broker? 2: one of them is cut off from the database; it ends by itself when its lease has run out.',
    fires: {
      series: { 'taskfold_relay_leader{service="processor"}': '1 0 0 0' },
      at: '3m',
      alerts: [{ labels: {}, summary: '0 processes publish to the updates topic, where one should.' }],
    },
    silent: {
      series: {
        'taskfold_relay_leader{service="processor",instance="a"}': '1 0 0 0',
        'taskfold_relay_leader{service="processor",instance="b"}': '0 0 1 1',
      },
      at: '3m',
    },
  },
  {
    name: 'TaskfoldRelayLag',
    severity: 'warning',
    expr: 'max by (partition) (taskfold_relay_lag_seconds) > 60',
    for: '2m',
    summary:
      'Updates of partition {{ $labels.partition }} are published {{ $value | humanizeDuration }} late.',
    meaning: 'The projection is as it should be; who reads `task.updates` hears of it late.',
    look: '`operator $ADMIN/operator/relays` has `lag_changes` by partition; `taskfold_relay_failures_total` and the log say why rounds fail.',
    mend: 'Is the broker there, and does it take what is sent ([Kafka](kafka.md))? The relay waits for it and goes on by itself.',
    fires: {
      series: { 'taskfold_relay_lag_seconds{service="processor",partition="0"}': '0 61 121 181' },
      at: '3m',
      alerts: [{ labels: { partition: '0' }, summary: 'Updates of partition 0 are published 3m 1s late.' }],
    },
    silent: {
      series: { 'taskfold_relay_lag_seconds{service="processor",partition="0"}': '0 61 0 61' },
      at: '3m',
    },
  },
  {
    name: 'TaskfoldCallbacksLate',
    severity: 'warning',
    expr: 'max(taskfold_callback_oldest_due_seconds) > 60',
    for: '2m',
    summary: 'Callbacks are sent {{ $value | humanizeDuration }} late.',
    meaning:
      'Deliveries are due and not made. Those of a receiver that does not answer count, too: it waits alone, and `taskfold_callback_open_breakers` is above 0.',
    look: '`taskfold_callback_open_breakers` first: `operator $ADMIN/operator/callbacks` names the hosts (`breakers`). Then `taskfold_callback_backlog{state="ready"}`, `taskfold_callback_in_flight` and the time of attempts, `taskfold_callback_attempt_duration_seconds`. Without any of them nobody has the role.',
    mend: 'Breakers that are open: tell the tenants whose receivers do not answer; nothing is wrong here. Else: is a processor with the role `callbacks` running? Add one where attempts are slow and many are in flight. `CALLBACK_KEYS` must be set.',
    fires: {
      series: { 'taskfold_callback_oldest_due_seconds{service="processor"}': '0 70 130 190' },
      at: '3m',
      alerts: [{ labels: {}, summary: 'Callbacks are sent 3m 10s late.' }],
    },
    silent: {
      series: { 'taskfold_callback_oldest_due_seconds{service="processor"}': '0 60 60 60' },
      at: '3m',
    },
  },
  {
    name: 'TaskfoldCallbacksExhausted',
    severity: 'warning',
    expr: `sum by (error) (${rises('taskfold_callback_attempts_total{outcome="exhausted"}', '1h')}) > 0`,
    for: '0m',
    summary: '{{ $value | humanize }} callers were not told, after all attempts ({{ $labels.error }}).',
    meaning:
      'A receiver did not answer for days, or refused. The task is as it is; its caller does not know.',
    look: '`GET /v1/tasks?needs=callback` with a key of each tenant lists the tasks, `GET /v1/tasks/{task_id}/callback/attempts` what each attempt came to.',
    mend: 'Tell the tenant. When its receiver is back: `POST /v1/tasks/{task_id}/callback/redeliver` delivers again.',
    fires: {
      series: {
        'taskfold_callback_attempts_total{service="processor",outcome="exhausted",error="timeout"}':
          '_x5 3x9',
      },
      at: '10m',
      alerts: [
        {
          labels: { error: 'timeout' },
          summary: '3 callers were not told, after all attempts (timeout).',
        },
      ],
    },
    silent: {
      series: {
        'taskfold_callback_attempts_total{service="processor",outcome="exhausted",error="timeout"}': '3x90',
        'taskfold_callback_attempts_total{service="processor",outcome="retrying",error="timeout"}': '0+1x90',
      },
      at: '80m',
    },
  },
  {
    name: 'TaskfoldTasksInNeed',
    severity: 'warning',
    expr: 'max by (need) (taskfold_tasks_in_need) > 0',
    for: '15m',
    summary: '{{ $value }} tasks want a person: {{ $labels.need }}.',
    meaning:
      'Not billed (`usage`, `charge`), not refunded (`refund`), callers not told (`callback`), stuck (`attention`), or wrong (`over_refund`, `conflict`). Counted every `NEEDS_INTERVAL_SECONDS` by one processor, 100,000 of each at most.',
    look: '`GET /v1/tasks?needs=NEED` with a key of each tenant lists them.',
    mend: 'What each lacks comes from its producer: the usage, the charge or the refund, as a further event. `callback`: deliver again. `attention`: end the task, or cancel it.',
    fires: {
      series: { 'taskfold_tasks_in_need{service="processor",need="charge"}': '0 4x20' },
      at: '17m',
      alerts: [{ labels: { need: 'charge' }, summary: '4 tasks want a person: charge.' }],
    },
    silent: {
      series: { 'taskfold_tasks_in_need{service="processor",need="charge"}': '0 4x10 0x9' },
      at: '17m',
    },
  },
  {
    name: 'TaskfoldNeedsNotCounted',
    severity: 'warning',
    expr: 'absent(taskfold_tasks_in_need)',
    for: '5m',
    summary: 'Nobody counts the tasks that want a person.',
    meaning: 'Tasks that are not billed or stuck would not be noticed: the alarm above them has no figures.',
    look: 'The log of the processors says why it could not count.',
    mend: 'Is a processor with the role `fold` running, and does the database answer? The count begins again by itself.',
    fires: {
      series: { 'taskfold_tasks_in_need{service="processor",need="usage"}': '0 _x15' },
      at: '12m',
      alerts: [{ labels: {}, summary: 'Nobody counts the tasks that want a person.' }],
    },
    silent: { series: { 'taskfold_tasks_in_need{service="processor",need="usage"}': '0x15' }, at: '12m' },
  },
];
