import type { Dashboard, Panel } from './dashboard.ts';

/** What processes of a service take; of all services where none is named. */
export function processPanels(service?: string): readonly Panel[] {
  const of = service === undefined ? '' : `{service="${service}"}`;
  const each = '{{service}} {{instance}}';
  return [
    {
      title: 'Memory, of what it may take',
      what: 'Beyond 1 the kernel, or Node, ends the process.',
      unit: 'percentunit',
      queries: [
        {
          expr: `process_resident_memory_bytes${of} / taskfold_memory_limit_bytes${of}`,
          legend: `${each} of its container`,
        },
        {
          expr: `nodejs_heap_size_used_bytes${of} / taskfold_heap_limit_bytes${of}`,
          legend: `${each} of its heap`,
        },
      ],
    },
    {
      title: 'Processor time',
      what: 'Cores. One process does its work on one, and a little more for compression and garbage.',
      queries: [{ expr: `rate(process_cpu_seconds_total${of}[$rate])`, legend: each }],
    },
    {
      title: 'Delay of the event loop, p99',
      what: 'For how long everything else in the process waited for one piece of work; 50 ms of it are the interval of the samples.',
      unit: 's',
      queries: [{ expr: `nodejs_eventloop_lag_p99_seconds${of}`, legend: each }],
    },
    {
      title: 'Connections to PostgreSQL',
      what: 'Statements that wait for one mean that there are too few, or that they are slow.',
      queries: [
        {
          expr: `sum by (service, state) (taskfold_database_connections${of})`,
          legend: '{{service}} {{state}}',
        },
        { expr: `sum by (service) (taskfold_database_waiting${of})`, legend: '{{service}} waiting' },
      ],
    },
  ];
}

/** Whether all is well, at a glance. */
export const OVERVIEW_DASHBOARD: Dashboard = {
  name: 'overview',
  title: 'Taskfold: overview',
  rows: [
    {
      title: 'Now',
      panels: [
        {
          title: 'Halted partitions',
          what: 'More than none: somebody has to act.',
          shape: 'now',
          queries: [{ expr: 'sum(taskfold_partition_halted) or vector(0)', legend: 'halted' }],
        },
        {
          title: 'Answers are behind by',
          what: 'Age of the oldest record that is not folded, as the API knows it, also while no processor says so.',
          shape: 'now',
          unit: 's',
          queries: [{ expr: 'max(taskfold_known_lag_seconds)', legend: 'lag' }],
        },
        {
          title: 'Updates are late by',
          what: 'Age of the oldest change that is not in task.updates.',
          shape: 'now',
          unit: 's',
          queries: [{ expr: 'max(taskfold_relay_lag_seconds)', legend: 'relay' }],
        },
        {
          title: 'Callbacks are late by',
          what: 'Age of the oldest delivery that is due, also of receivers that do not answer.',
          shape: 'now',
          unit: 's',
          queries: [{ expr: 'max(taskfold_callback_oldest_due_seconds)', legend: 'callbacks' }],
        },
        {
          title: 'Tasks that want a person',
          what: 'Of all needs together; a task may have several.',
          shape: 'now',
          queries: [{ expr: 'sum(max by (need) (taskfold_tasks_in_need))', legend: 'in need' }],
        },
        {
          title: 'Processes',
          what: 'By service and version. Two versions for longer than a roll-out takes: one is left over.',
          shape: 'now',
          queries: [
            {
              expr: 'count by (service, version, revision) (taskfold_build_info)',
              legend: '{{service}} {{version}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Flow',
      panels: [
        {
          title: 'Events folded',
          what: 'By what became of them. Duplicates and stale ones are the ordinary case; conflicts are not.',
          unit: 'cps',
          queries: [
            { expr: 'sum by (disposition) (rate(taskfold_events_total[$rate]))', legend: '{{disposition}}' },
          ],
        },
        {
          title: 'Requests',
          what: 'By the status of their answers.',
          unit: 'reqps',
          queries: [
            {
              expr: 'sum by (http_response_status_code) (rate(http_server_request_duration_seconds_count[$rate]))',
              legend: '{{http_response_status_code}}',
            },
          ],
        },
        {
          title: 'Records that are not folded',
          what: 'By partition, by the end of its log.',
          queries: [
            { expr: 'max by (partition) (taskfold_known_lag_records)', legend: 'partition {{partition}}' },
          ],
        },
        {
          title: 'Starts in ten minutes',
          what: 'Of all processes of a service. More than run: they end again and again.',
          queries: [
            {
              expr: 'max by (started) (increase(taskfold_service_starts_total[10m]))',
              legend: '{{started}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Processes',
      panels: [
        ...processPanels(),
        {
          title: 'Clocks',
          what: 'Each process against the database.',
          unit: 's',
          queries: [{ expr: 'taskfold_clock_difference_seconds', legend: '{{service}} {{instance}}' }],
        },
        {
          title: 'Kafka is reached',
          what: '1, or 0 where a process does not get in.',
          queries: [{ expr: 'taskfold_kafka_reachable', legend: '{{service}} {{instance}}' }],
        },
      ],
    },
  ],
};
