import { rises } from '../promql/rises.ts';
import type { Alarm } from './alarm.ts';

/** Of what producers publish. */
export const EVENT_ALARMS: readonly Alarm[] = [
  {
    name: 'TaskfoldDeadLetters',
    severity: 'warning',
    expr: `sum by (code) (${rises('taskfold_dead_letters_total', '10m')}) > 0`,
    for: '0m',
    summary: 'Records were stored as dead letters: {{ $labels.code }}.',
    meaning: 'A producer publishes records that can never fold. They are kept; their neighbours are served.',
    look: '`taskfold dead-letters list --code CODE`, or `operator "$ADMIN/operator/dead-letters?status=open&code=CODE"`: where each lies, what is wrong with it, and whose it is. [The codes](../reference/events.md).',
    mend: 'Tell the producer. When it is mended, redrive those that were right after all, publish the others again, and discard them.',
    fires: {
      series: { 'taskfold_dead_letters_total{service="processor",code="invalid_json"}': '_x3 2x9' },
      at: '5m',
      alerts: [
        { labels: { code: 'invalid_json' }, summary: 'Records were stored as dead letters: invalid_json.' },
      ],
    },
    silent: {
      series: { 'taskfold_dead_letters_total{service="processor",code="invalid_json"}': '_x3 2x19' },
      at: '18m',
    },
  },
  {
    name: 'TaskfoldMisplacedRecords',
    severity: 'info',
    expr: `sum by (source, cause, partitioner) (${rises('taskfold_misplaced_records_total', '10m')}) > 0`,
    for: '0m',
    summary:
      '{{ $labels.source }} publishes records elsewhere than their keys belong ({{ $labels.cause }}, partitioner: {{ $labels.partitioner }}).',
    meaning:
      'A producer sets no key, or chooses partitions otherwise. Its records are published again to where they belong: nothing is lost, each costs two.',
    look: '`operator $ADMIN/operator/misplaced`: how many of which source, and which client’s partitioner would have put them there.',
    mend: 'The setting of that client: [clients and their partitioners](../reference/events.md#clients-and-their-partitioners).',
    fires: {
      series: {
        'taskfold_misplaced_records_total{service="processor",source="/worker",cause="no_key",partitioner="none"}':
          '_ 7x5',
      },
      at: '2m',
      alerts: [
        {
          labels: { source: '/worker', cause: 'no_key', partitioner: 'none' },
          summary: '/worker publishes records elsewhere than their keys belong (no_key, partitioner: none).',
        },
      ],
    },
    silent: {
      series: {
        'taskfold_misplaced_records_total{service="processor",source="/worker",cause="no_key",partitioner="none"}':
          '7x19',
      },
      at: '15m',
    },
  },
  {
    name: 'TaskfoldConflicts',
    severity: 'warning',
    expr: `sum(${rises('taskfold_events_total{disposition="conflict"}', '10m')}) > 0`,
    for: '0m',
    summary: 'Ledger entries or usage records came with a second content: {{ $value | humanize }}.',
    meaning:
      'One entry id came twice, with two amounts. The first stands, so a sum that a producer believes to be booked may not be.',
    look: '`GET /v1/tasks?needs=conflict` with a key of each tenant lists the tasks; their timeline (`GET /v1/tasks/{task_id}/events`) has both events.',
    mend: 'Tell the producer to give each entry an id of its own, and book the difference as a further entry.',
    fires: {
      series: { 'taskfold_events_total{service="processor",disposition="conflict"}': '_ 1x4' },
      at: '3m',
      alerts: [{ labels: {}, summary: 'Ledger entries or usage records came with a second content: 1.' }],
    },
    silent: {
      series: {
        'taskfold_events_total{service="processor",disposition="conflict"}': '4x19',
        'taskfold_events_total{service="processor",disposition="duplicate"}': '0+5x19',
      },
      at: '15m',
    },
  },
];
