import { rises } from '../promql/rises.ts';
import type { Alarm } from './alarm.ts';

const PARTITIONS = '`operator $ADMIN/operator/partitions`';

/** Of the way from the log into the projection. */
export const FOLDING_ALARMS: readonly Alarm[] = [
  {
    name: 'TaskfoldPartitionHalted',
    severity: 'critical',
    expr: 'max by (partition, reason) (taskfold_partition_halted) > 0',
    for: '0m',
    summary:
      'Partition {{ $labels.partition }} is halted ({{ $labels.reason }}) and does not go on by itself.',
    meaning:
      'The processor saw something that time does not mend, wrote nothing of it, and paused the partition. The others go on; tasks of this one stay as they are.',
    look: '`operator $ADMIN/operator/halts` says what was seen, what is safe and how to go on; so does the log line at level `error` of that partition.',
    mend: 'As [the table of halts](README.md#halts) says for the reason. Then restart the processor: it goes on where the checkpoint stands.',
    fires: {
      series: { 'taskfold_partition_halted{service="processor",partition="3",reason="lost"}': '_ 1x3' },
      at: '2m',
      alerts: [
        {
          labels: { partition: '3', reason: 'lost' },
          summary: 'Partition 3 is halted (lost) and does not go on by itself.',
        },
      ],
    },
    silent: {
      series: { 'taskfold_partition_halted{service="processor",partition="3",reason="lost"}': '1 0x3' },
      at: '2m',
    },
  },
  {
    name: 'TaskfoldProjectionLag',
    severity: 'warning',
    expr: 'max by (partition) (taskfold_projection_lag_seconds) > 60',
    for: '2m',
    summary: 'Partition {{ $labels.partition }} is {{ $value | humanizeDuration }} behind its log.',
    meaning: 'Events come faster than they are folded, or are held up. Nothing is lost: answers are late.',
    look: `${PARTITIONS}: many records (\`lag_records\`) mean load, few mean that one thing holds them up. \`chunks\` there and \`taskfold_chunk_duration_seconds\` show a slow database, \`taskfold_open_transaction_seconds\` a producer that does not end its transaction.`,
    mend: 'Load: add a processor, at most one for each partition, for partitions are shared out. A slow database: `taskfold_database_waiting`, and the load of its machine. A transaction: [TaskfoldOpenTransaction](#taskfoldopentransaction).',
    fires: {
      series: { 'taskfold_projection_lag_seconds{service="processor",partition="1"}': '0 61 120 120 120' },
      at: '4m',
      alerts: [{ labels: { partition: '1' }, summary: 'Partition 1 is 2m 0s behind its log.' }],
    },
    silent: {
      series: { 'taskfold_projection_lag_seconds{service="processor",partition="1"}': '0 61 120 10 61' },
      at: '4m',
    },
  },
  {
    name: 'TaskfoldKnownLag',
    severity: 'critical',
    expr: 'max by (partition) (taskfold_known_lag_seconds) > 300',
    for: '2m',
    summary:
      'What the API answers of partition {{ $labels.partition }} is {{ $value | humanizeDuration }} old.',
    meaning:
      'The API itself sees that the projection is behind, also while no processor is there to say so. Callers see it in `Task-Projection-Lag` of every answer.',
    look: `${PARTITIONS}: \`noted_at\` is old where no processor notes it any more; \`lag_records\` then comes from the broker.`,
    mend: 'Where no processor runs: [TaskfoldNoProcessor](#taskfoldnoprocessor). Else as for [TaskfoldProjectionLag](#taskfoldprojectionlag).',
    fires: {
      series: { 'taskfold_known_lag_seconds{service="api",partition="0"}': '0 301 360 420' },
      at: '3m',
      alerts: [{ labels: { partition: '0' }, summary: 'What the API answers of partition 0 is 7m 0s old.' }],
    },
    silent: {
      series: { 'taskfold_known_lag_seconds{service="api",partition="0"}': '0 299 300 300' },
      at: '3m',
    },
  },
  {
    name: 'TaskfoldNoProcessor',
    severity: 'critical',
    expr: 'absent(taskfold_projection_lag_seconds)',
    for: '2m',
    summary: 'No processor shows that it folds: the projection stands still.',
    meaning:
      'No process with the role `fold` is there, or none can be asked for its metrics. Reads go on, with `Task-Projection-Lag` rising in every answer. The log keeps what comes meanwhile.',
    look: 'Is one running (`kubectl get pods`, `docker compose ps`), and what does `/readyz` on its admin port say? [TaskfoldCrashLoop](#taskfoldcrashloop) tells of one that ends again and again.',
    mend: 'Start one; where it ends at once, its last log line, at level `fatal`, has the reason. Where it runs, let Prometheus reach its admin port (9091).',
    fires: {
      series: { 'taskfold_projection_lag_seconds{service="processor",partition="0"}': '0 0 _x9' },
      at: '9m',
      alerts: [{ labels: {}, summary: 'No processor shows that it folds: the projection stands still.' }],
    },
    silent: {
      series: { 'taskfold_projection_lag_seconds{service="processor",partition="0"}': '0x9' },
      at: '9m',
    },
  },
  {
    name: 'TaskfoldPartitionUnowned',
    severity: 'critical',
    expr: 'max by (partition) (taskfold_known_lag_records) unless on (partition) max by (partition) (taskfold_partition_lag_records)',
    for: '5m',
    summary: 'No processor folds partition {{ $labels.partition }}.',
    meaning:
      'The API knows of the partition, and no processor has it. Its tasks stand still while those of other partitions go on, which an average hides.',
    look: `${PARTITIONS}: a \`next_offset\` that does not move. \`kafka-consumer-groups.sh --describe --group taskfold-processor\` says who has which partition (\`KAFKA_GROUP_ID\`).`,
    mend: 'A partition that was added to the topic is nobody’s: see `partition_count` among [the halts](README.md#halts). Else restart the processors one after another; a rebalance shares all partitions out again.',
    fires: {
      series: {
        'taskfold_known_lag_records{service="api",partition="0"}': '0x9',
        'taskfold_known_lag_records{service="api",partition="1"}': '0x9',
        'taskfold_partition_lag_records{service="processor",partition="0"}': '0x9',
      },
      at: '6m',
      alerts: [{ labels: { partition: '1' }, summary: 'No processor folds partition 1.' }],
    },
    silent: {
      series: {
        'taskfold_known_lag_records{service="api",partition="0"}': '0x9',
        'taskfold_known_lag_records{service="api",partition="1"}': '5x9',
        'taskfold_partition_lag_records{service="processor",partition="0",instance="a"}': '0x9',
        'taskfold_partition_lag_records{service="processor",partition="1",instance="b"}': '5x9',
      },
      at: '9m',
    },
  },
  {
    name: 'TaskfoldPartitionRetries',
    severity: 'warning',
    expr: `sum by (partition) (${rises('taskfold_partition_retries_total', '5m')}) > 0`,
    for: '5m',
    summary: 'Partition {{ $labels.partition }} has been paused again and again for five minutes.',
    meaning:
      'Database or broker is away or cuts connections. The partition waits and goes on by itself when they are back. Nothing is lost.',
    look: '`curl -s $PROCESSOR_ADMIN/readyz` and the log of the processor have the reason in a sentence.',
    mend: 'The database: [PostgreSQL](postgresql.md). The broker: [Kafka](kafka.md). Nothing has to be restarted.',
    fires: {
      series: { 'taskfold_partition_retries_total{service="processor",partition="2"}': '0x4 1+1x12' },
      at: '15m',
      alerts: [
        {
          labels: { partition: '2' },
          summary: 'Partition 2 has been paused again and again for five minutes.',
        },
      ],
    },
    silent: {
      series: { 'taskfold_partition_retries_total{service="processor",partition="2"}': '0x4 1x12' },
      at: '15m',
    },
  },
  {
    name: 'TaskfoldOpenTransaction',
    severity: 'warning',
    expr: 'max by (partition) (taskfold_open_transaction_seconds) > 60',
    for: '1m',
    summary:
      'A producer has kept a transaction open for {{ $value | humanizeDuration }}, and partition {{ $labels.partition }} waits behind it.',
    meaning:
      'What lies behind an open transaction may not be read, rightly, and is lag. One producer holds up all others of the partition.',
    look: '`kafka-transactions.sh --bootstrap-server … find-hanging --topic task.events` names the transaction and its producer.',
    mend: 'End it with `kafka-transactions.sh … abort`, or let its producer; else Kafka does, after the producer’s `transaction.timeout.ms`.',
    fires: {
      series: { 'taskfold_open_transaction_seconds{service="processor",partition="4"}': '0 61 121' },
      at: '2m',
      alerts: [
        {
          labels: { partition: '4' },
          summary: 'A producer has kept a transaction open for 2m 1s, and partition 4 waits behind it.',
        },
      ],
    },
    silent: {
      series: { 'taskfold_open_transaction_seconds{service="processor",partition="4"}': '0 30 60 60' },
      at: '3m',
    },
  },
];
