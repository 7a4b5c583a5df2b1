import { deliveriesDue, deliveryId, loggedDelivery } from '@taskfold/fold';
import type { TaskChange } from './entries.ts';
import { type Column, inPartition, insertRecordset, printRows, recordset } from './recordset.ts';
import { type Statement, statementOf } from './statement.ts';

const KEY: readonly Column[] = [
  ...['tenant_id', 'task_id', 'type'].map((name) => ({ name, type: 'text' })),
  { name: 'kafka_partition', type: 'integer' },
];

const LOGGED: readonly Column[] = [
  { name: 'state', type: 'text' },
  { name: 'due_at', type: 'timestamptz' },
  { name: 'attempt_count', type: 'integer' },
  { name: 'schedule_step', type: 'integer' },
  { name: 'delivered_at', type: 'timestamptz' },
];

const COLUMNS: readonly Column[] = [
  ...KEY,
  ...['delivery_id', 'url', 'host'].map((name) => ({ name, type: 'text' })),
  { name: 'event_time', type: 'timestamptz' },
  ...LOGGED,
];

const INSERT = `${insertRecordset('deliveries', COLUMNS)}
  ON CONFLICT (tenant_id, task_id, type, kafka_partition) DO NOTHING`;

// A row knows of every attempt before the log does, unless it comes from an older copy of the database: then the log
// knows better, and what it says was delivered is not sent again.
const CATCH_UP_COLUMNS = [...KEY, ...LOGGED];
const CATCH_UP = `
  UPDATE deliveries d
  SET state = r.state, due_at = r.due_at, attempt_count = r.attempt_count, schedule_step = r.schedule_step,
    delivered_at = coalesce(d.delivered_at, r.delivered_at), lease_token = NULL, lease_until = NULL
  FROM ${recordset(CATCH_UP_COLUMNS)}
  WHERE d.tenant_id = r.tenant_id AND d.task_id = r.task_id AND d.type = r.type
    AND d.kafka_partition = r.kafka_partition AND d.attempt_count < r.attempt_count AND d.state <> 'erased'`;

const ERASE = `
  WITH erased AS ${inPartition('unnest($1::text[], $2::text[]) AS e(tenant_id, task_id)', 3)}, answers AS (
    UPDATE callback_attempts a SET response_start = NULL FROM erased e
    WHERE a.tenant_id = e.tenant_id AND a.task_id = e.task_id AND a.kafka_partition = e.kafka_partition
      AND a.response_start IS NOT NULL
  )
  UPDATE deliveries d SET state = 'erased', url = NULL, host = '', lease_token = NULL, lease_until = NULL
  FROM erased e WHERE d.tenant_id = e.tenant_id AND d.task_id = e.task_id AND d.kafka_partition = e.kafka_partition`;

/**
 * Writes what the changes of a chunk mean for callbacks: deliveries that become due, attempts that the log tells of and
 * the rows do not know, and tasks that are erased. Repeating it changes nothing.
 *
 * @param tasks the tasks that changed, sorted by key
 */
export function* writeDeliveries(partition: number, tasks: readonly TaskChange[]): Generator<Statement> {
  const now = new Date().toISOString();
  yield* statement('insert_deliveries', INSERT, COLUMNS, dueRows(partition, tasks, now));
  yield* statement('catch_up_deliveries', CATCH_UP, CATCH_UP_COLUMNS, attemptedRows(partition, tasks, now));
  const erased = tasks.filter(({ before, after }) => after.erased && before?.erased !== true);
  if (erased.length === 0) return;
  yield statementOf('erase_deliveries', ERASE, [
    erased.map(({ after }) => after.tenantId),
    erased.map(({ after }) => after.taskId),
    partition,
  ]);
}

function* statement(
  name: string,
  text: string,
  columns: readonly Column[],
  rows: readonly object[],
): Generator<Statement> {
  if (rows.length === 0) return;
  yield statementOf(name, text, [printRows(columns, rows)]);
}

function dueRows(partition: number, tasks: readonly TaskChange[], now: string): object[] {
  return tasks.flatMap(({ before, after }) =>
    deliveriesDue(before, after).map(({ type, eventTime, url, ...logged }) => ({
      tenant_id: after.tenantId,
      task_id: after.taskId,
      type,
      kafka_partition: partition,
      delivery_id: deliveryId(after.tenantId, after.taskId, type),
      url,
      host: hostOf(url),
      event_time: eventTime,
      ...loggedColumns(logged, now),
    })),
  );
}

function attemptedRows(partition: number, tasks: readonly TaskChange[], now: string): object[] {
  return tasks.flatMap(({ before, after }) => {
    if (after.callbacks === before?.callbacks) return [];
    return after.callbacks
      .filter((progress) => before?.callbacks.includes(progress) !== true)
      .map((progress) => ({
        tenant_id: after.tenantId,
        task_id: after.taskId,
        type: progress.type,
        kafka_partition: partition,
        ...loggedColumns(loggedDelivery(progress), now),
      }));
  });
}

function loggedColumns(logged: ReturnType<typeof loggedDelivery>, now: string) {
  return {
    state: logged.state,
    due_at: logged.nextAttemptAt ?? now,
    attempt_count: logged.attemptCount,
    schedule_step: logged.attemptCount,
    delivered_at: logged.deliveredAt,
  };
}

/** With its port; no longer one has an address, and an index could not hold any length. */
const LONGEST_HOST = 255 + ':65535'.length;

/** What attempts are shared out by; a URL that is none is refused when it is tried, like others. */
function hostOf(url: string): string {
  const host = URL.canParse(url) ? new URL(url).host : '';
  return host.length > LONGEST_HOST ? '' : host;
}
