import { type Dashboard, quantiles, rates } from './dashboard.ts';
import { processPanels } from './processes.ts';

const ofPartition = 'partition {{partition}}';

/** Fold, relay and retention. */
export const PROCESSOR_DASHBOARD: Dashboard = {
  name: 'processor',
  title: 'Taskfold: processor',
  rows: [
    {
      title: 'Fold',
      panels: [
        {
          title: 'Lag',
          what: 'Age of the oldest record of a partition that is not folded.',
          unit: 's',
          queries: [
            { expr: 'max by (partition) (taskfold_projection_lag_seconds)', legend: ofPartition },
            {
              expr: 'max by (partition) (taskfold_open_transaction_seconds) > 0',
              legend: `${ofPartition}, open transaction`,
              isMostlyEmpty: true,
            },
          ],
        },
        {
          title: 'Who folds which partition',
          what: 'Records that are not folded, by the process that has the partition.',
          queries: [{ expr: 'taskfold_partition_lag_records', legend: `{{instance}} ${ofPartition}` }],
        },
        {
          title: 'Time of a chunk',
          what: 'From the lock of the checkpoint to the commit: a slow database shows here.',
          unit: 's',
          queries: quantiles('taskfold_chunk_duration_seconds'),
        },
        {
          title: 'Records of a chunk',
          what: 'Small under little load, large when the fold has something to catch up with.',
          queries: quantiles('taskfold_chunk_records'),
        },
        {
          title: 'Chunks',
          what: 'By how they ended. `fenced` for moments when partitions change hands.',
          unit: 'cps',
          queries: [rates('taskfold_chunks_total', ['result'])],
        },
        {
          title: 'Pauses and hand-overs',
          what: 'Partitions that waited for database or broker, and times that partitions were given out.',
          unit: 'cps',
          queries: [
            {
              ...rates('taskfold_partition_retries_total', ['partition']),
              legend: `retry, ${ofPartition}`,
              isMostlyEmpty: true,
            },
            { ...rates('taskfold_rebalances_total'), legend: 'rebalances' },
          ],
        },
        {
          title: 'Dead letters',
          what: 'Records that can never fold, by why.',
          unit: 'cps',
          queries: [{ ...rates('taskfold_dead_letters_total', ['code']), isMostlyEmpty: true }],
        },
        {
          title: 'Records elsewhere than their keys belong',
          what: 'By source: its client wants another setting.',
          unit: 'cps',
          queries: [
            {
              ...rates('taskfold_misplaced_records_total', ['source', 'cause', 'partitioner']),
              isMostlyEmpty: true,
            },
          ],
        },
      ],
    },
    {
      title: 'Relay and retention',
      panels: [
        {
          title: 'Updates',
          what: 'That the broker has acknowledged, and rounds that failed.',
          unit: 'cps',
          queries: [
            { ...rates('taskfold_relay_published_total'), legend: 'published' },
            { ...rates('taskfold_relay_sent_again_total'), legend: 'sent again' },
            { ...rates('taskfold_relay_truncated_total'), legend: 'truncated' },
            { ...rates('taskfold_relay_too_large_total'), legend: 'too large' },
            { ...rates('taskfold_relay_failures_total'), legend: 'failed rounds' },
          ],
        },
        {
          title: 'Lag of the relay',
          what: 'Age of the oldest change of a partition that is not published.',
          unit: 's',
          queries: [{ expr: 'max by (partition) (taskfold_relay_lag_seconds)', legend: ofPartition }],
        },
        {
          title: 'Leaders',
          what: 'One, and two for moments at a takeover.',
          queries: [{ expr: 'sum(taskfold_relay_leader)', legend: 'relays that publish' }],
        },
        {
          title: 'Since retention ran',
          what: 'And what it removed, by the second.',
          unit: 's',
          queries: [
            {
              expr: 'time() - max(taskfold_retention_last_run_timestamp_seconds) < 1e9',
              legend: 'since it ran',
            },
            { ...rates('taskfold_retention_removed_total', ['what']), isMostlyEmpty: true },
          ],
        },
      ],
    },
    { title: 'Processes', panels: processPanels('processor') },
  ],
};
