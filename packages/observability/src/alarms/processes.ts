import { rises } from '../promql/rises.ts';
import type { Alarm } from './alarm.ts';

const STARTS = 'taskfold_service_starts_total';
/** Of all processes together, which every process shows. */
const started = (window: string, before?: string) =>
  `max by (started) (increase(${STARTS}[${window}]${before === undefined ? '' : ` offset ${before}`}))`;
/** Processes that run, by the name under which starts are counted; 0 where none does. */
const RUNNING = `(count by (started) (label_replace(taskfold_build_info, "started", "$1", "service", "(.*)")) or 0 * max by (started) (${STARTS}))`;

/** Of processes, their machines, and what they reach. */
export const PROCESS_ALARMS: readonly Alarm[] = [
  {
    name: 'TaskfoldCrashLoop',
    severity: 'critical',
    // A crash loop that is slowed down to one start in five minutes shows in every six; a roll-out starts each process once.
    expr: `${started('10m')} - on (started) ${RUNNING} > 3 or (${started('6m')} > 0.5 and ${started('6m', '6m')} > 0.5 and ${started('6m', '12m')} > 0.5)`,
    for: '0m',
    summary: 'Processes of the {{ $labels.started }} end again and again.',
    meaning:
      'More were started in ten minutes than run, by more than three, or some in each of the last three times six minutes. A roll-out that takes longer than that looks alike. Every process shows the starts of all, for those that end are seldom there when asked. Nothing is lost: a processor goes on from the checkpoint.',
    look: 'The log has one line at level `fatal` before each end, and `reason` says what. None: the kernel ended it, most often for its memory ([TaskfoldMemoryShort](#taskfoldmemoryshort)). `changes(process_start_time_seconds[1h])` says which process.',
    mend: 'What the line says: a setting (`--validate` checks them), a secret, the database, the broker.',
    fires: {
      series: {
        'taskfold_service_starts_total{service="api",started="processor"}': '5x9 5+1x19',
        'taskfold_service_starts_total{service="api",started="api"}': '3x29',
        'taskfold_build_info{service="api"}': '1x29',
      },
      at: '20m',
      alerts: [
        {
          labels: { started: 'processor' },
          summary: 'Processes of the processor end again and again.',
        },
      ],
    },
    silent: {
      series: {
        'taskfold_service_starts_total{service="api",started="processor"}': '5x9 5+1x4 9x19',
        'taskfold_build_info{service="api"}': '1x29',
        'taskfold_build_info{service="processor",instance="a"}': '1x29',
        'taskfold_build_info{service="processor",instance="b"}': '1x29',
        'taskfold_build_info{service="processor",instance="c"}': '1x29',
      },
      at: '20m',
    },
  },
  {
    name: 'TaskfoldKafkaUnreachable',
    severity: 'critical',
    expr: 'max by (service, instance) (taskfold_kafka_reachable) == 0',
    for: '1m',
    summary: 'The {{ $labels.service }} {{ $labels.instance }} does not reach Kafka.',
    meaning:
      'Kafka is away, or refuses this process. A processor folds nothing meanwhile; an API answers reads, and refuses what it would have to publish with 503.',
    look: 'The sentence in `/readyz` and in the log says what to look at.',
    mend: '[Reaching Kafka](kafka.md). Nothing has to be restarted.',
    fires: {
      series: { 'taskfold_kafka_reachable{service="processor",instance="p"}': '1 0x5' },
      at: '3m',
      alerts: [
        {
          labels: { service: 'processor', instance: 'p' },
          summary: 'The processor p does not reach Kafka.',
        },
      ],
    },
    silent: {
      series: { 'taskfold_kafka_reachable{service="processor",instance="p"}': '1 0 1 0 1 1' },
      at: '4m',
    },
  },
  {
    name: 'TaskfoldDatabaseWaiting',
    severity: 'warning',
    expr: 'min_over_time(taskfold_database_waiting[2m]) > 0',
    for: '1m',
    summary: 'Statements of the {{ $labels.service }} {{ $labels.instance }} wait for a connection.',
    meaning: 'There are more statements than connections, so answers take longer, or the fold does.',
    look: '`taskfold_database_connections{state="busy"}` at its bound means many or slow statements: `SELECT state, wait_event, query FROM pg_stat_activity` in the database tells which.',
    mend: 'Raise `DATABASE_POOL_MAX` or `QUERY_POOL_MAX`, while the database has connections to give, or add a process.',
    fires: {
      series: { 'taskfold_database_waiting{service="api",instance="a"}': '0 3x9' },
      at: '6m',
      alerts: [
        {
          labels: { service: 'api', instance: 'a' },
          summary: 'Statements of the api a wait for a connection.',
        },
      ],
    },
    silent: {
      series: { 'taskfold_database_waiting{service="api",instance="a"}': '9 0 9 0 9 0 9 0' },
      at: '6m',
    },
  },
  {
    name: 'TaskfoldClockOff',
    severity: 'warning',
    expr: 'abs(taskfold_clock_difference_seconds) > 2',
    for: '5m',
    summary:
      'The clock of the {{ $labels.service }} {{ $labels.instance }} is {{ $value | humanizeDuration }} off from that of the database.',
    meaning:
      'Lags, the ends of read tokens and the times in signatures of callbacks are off by as much; receivers refuse signatures of another time by more than five minutes. The order of events does not rest on clocks.',
    look: '`taskfold_clock_difference_seconds` of all processes: one that stands alone is wrong; where all say the same, the clock of the database is.',
    mend: 'Let the machine follow a time server (`chronyc tracking`, `timedatectl`). Nothing has to be restarted.',
    fires: {
      series: { 'taskfold_clock_difference_seconds{service="processor",instance="p"}': '0 -40x9' },
      at: '7m',
      alerts: [
        {
          labels: { service: 'processor', instance: 'p' },
          summary: 'The clock of the processor p is 40s off from that of the database.',
        },
      ],
    },
    silent: {
      series: { 'taskfold_clock_difference_seconds{service="processor",instance="p"}': '0 -2x9' },
      at: '9m',
    },
  },
  {
    name: 'TaskfoldMemoryShort',
    severity: 'warning',
    expr: 'process_resident_memory_bytes / taskfold_memory_limit_bytes > 0.9 or nodejs_heap_size_used_bytes / taskfold_heap_limit_bytes > 0.9',
    for: '10m',
    summary:
      'The {{ $labels.service }} {{ $labels.instance }} has {{ $value | humanizePercentage }} of the memory that it may take.',
    meaning:
      'Beyond the limit of its container the kernel ends the process, beyond that of its heap Node does. Nothing is lost, but it starts anew, and may again.',
    look: '`process_resident_memory_bytes`, `nodejs_heap_size_used_bytes` and `nodejs_external_memory_bytes` beside `taskfold_memory_limit_bytes` and `taskfold_heap_limit_bytes`: the heap, or what lies beside it (bodies, answers, connections).',
    mend: 'The heap near its limit: `NODE_OPTIONS=--max-old-space-size`, up to about half of the container. Else a larger limit, or smaller `BODIES_MAX_BYTES`, `ANSWERS_MAX_BYTES`, `READ_CACHE_MAX_BYTES` of the API, `CACHE_MAX_BYTES` of the processor ([containers](../containers.md#settings)).',
    fires: {
      series: {
        'process_resident_memory_bytes{service="api",instance="a"}': '950x20',
        'taskfold_memory_limit_bytes{service="api",instance="a"}': '1000x20',
        'nodejs_heap_size_used_bytes{service="api",instance="a"}': '100x20',
        'taskfold_heap_limit_bytes{service="api",instance="a"}': '500x20',
      },
      at: '15m',
      alerts: [
        {
          labels: { service: 'api', instance: 'a' },
          summary: 'The api a has 95% of the memory that it may take.',
        },
      ],
    },
    silent: {
      series: {
        'process_resident_memory_bytes{service="api",instance="a"}': '890x20',
        'taskfold_memory_limit_bytes{service="api",instance="a"}': '1000x20',
        'nodejs_heap_size_used_bytes{service="api",instance="a"}': '450x20',
        'taskfold_heap_limit_bytes{service="api",instance="a"}': '500x20',
      },
      at: '15m',
    },
  },
  {
    name: 'TaskfoldRetentionStale',
    severity: 'info',
    expr: 'time() - max(taskfold_retention_last_run_timestamp_seconds) > 172800',
    for: '1h',
    summary: 'Retention has not run for two days.',
    meaning:
      'What is past its age stays: the database grows, and what was to be forgotten is still there. No process that runs has ended a run for so long, or ever.',
    look: '`taskfold_retention_failures_total` by `what`, and the warnings of the processor with the role `retention`.',
    mend: 'Is a processor with the role `retention` running, and does `RETENTION_INTERVAL_SECONDS` lie below two days? [Retention](retention.md).',
    fires: {
      // Two days before the clock of the course begins, which is at 0.
      series: { 'taskfold_retention_last_run_timestamp_seconds{service="processor"}': '-172800x90' },
      at: '65m',
      alerts: [{ labels: {}, summary: 'Retention has not run for two days.' }],
    },
    silent: {
      series: { 'taskfold_retention_last_run_timestamp_seconds{service="processor"}': '-172800x30 0x60' },
      at: '85m',
    },
  },
  {
    name: 'TaskfoldRetentionFails',
    severity: 'warning',
    expr: `sum by (what) (${rises('taskfold_retention_failures_total', '1h')}) > 0`,
    for: '0m',
    summary: 'A step of retention failed: {{ $labels.what }}.',
    meaning: 'It is tried again in the next run. Until then, what is past its age stays.',
    look: 'The warning of the processor, `a step of retention failed and will be tried again`, has the error.',
    mend: 'What the error says; most often a statement that runs into its time limit: a smaller `RETENTION_BATCH`, or more `RETENTION_RUN_SECONDS`.',
    fires: {
      series: { 'taskfold_retention_failures_total{service="processor",what="tasks"}': '_ 1x9' },
      at: '5m',
      alerts: [{ labels: { what: 'tasks' }, summary: 'A step of retention failed: tasks.' }],
    },
    silent: {
      series: { 'taskfold_retention_failures_total{service="processor",what="tasks"}': '1x90' },
      at: '80m',
    },
  },
];
