import { type Need, TASK_STATUSES, type TaskFilters, type TaskStatus } from '@taskfold/contract';

/** Hands a value to a statement and returns the text that stands for it there. */
export type Bind = (value: unknown) => string;

type Condition<Value> = (value: Value, bind: Bind, tenant: string, all: TaskFilters) => string | null;

/** The condition of each filter, in words that the partial indexes know; null where it lets everything through. */
const CONDITIONS: { readonly [Name in keyof TaskFilters]-?: Condition<NonNullable<TaskFilters[Name]>> } = {
  status: (wanted, bind) => statusCondition(new Set(wanted), bind),
  capability: (value, bind) => `capability = ${bind(value)}`,
  model: (value, bind) => `model = ${bind(value)}`,
  metadata(pairs, bind, tenant) {
    if (Object.keys(pairs).length === 0) return null;
    // As the index has it: under the tenant, so that no pair of another one is read.
    const wanted = `jsonb_build_object(${tenant}::text, ${bind(JSON.stringify(pairs))}::jsonb)`;
    return `jsonb_set('{}'::jsonb, ARRAY[tenant_id], metadata) @> ${wanted} AND metadata <> '{}'`;
  },
  client_request_id: (value, bind) => `client_request_id = ${bind(value)}`,
  error_code: (value, bind) => `error_code = ${bind(value)}`,
  callback_status: (value, bind) => `callback_status = ${bind(value)}`,
  project_id: (value, bind) => `project_id = ${bind(value)}`,
  api_key_id: (value, bind) => `api_key_id = ${bind(value)}`,
  without: (absent) => absent.map((name) => `${name} IS NULL`).join(' AND '),
  created_after: (value, bind) => `created_at >= ${bind(value)}`,
  created_before: (value, bind) => `created_at < ${bind(value)}`,
  completed_after: (value, bind) => `completed_at >= ${bind(value)}`,
  completed_before: (value, bind) => `completed_at < ${bind(value)}`,
  entry_after: (_value, bind, tenant, all) => entryCondition(all, bind, tenant),
  // Where both are given, one entry lies between them: the condition above says so.
  entry_before: (_value, bind, tenant, all) =>
    all.entry_after === undefined ? entryCondition(all, bind, tenant) : null,
  needs: needCondition,
};

/** @param tenant what {@link Bind} gave for the tenant */
export function filterConditions(filters: TaskFilters, tenant: string, bind: Bind): string[] {
  return Object.entries(CONDITIONS).flatMap(([name, condition]) => {
    const value = filters[name as keyof TaskFilters];
    const text = value === undefined ? null : (condition as Condition<unknown>)(value, bind, tenant, filters);
    return text === null ? [] : [text];
  });
}

const OPEN: readonly TaskStatus[] = ['queued', 'running'];

/** Open and ended tasks have an index each, which `status` itself is not in, because it changes too often. */
function statusCondition(wanted: ReadonlySet<TaskStatus>, bind: Bind): string {
  const open = OPEN.filter((status) => wanted.has(status));
  const ended = [...wanted].filter((status) => !OPEN.includes(status));
  const parts: string[] = [];
  if (open.length > 0) {
    const all = open.length === OPEN.length;
    parts.push(`completed_at IS NULL${all ? '' : ` AND status = ${bind(open[0])}`}`);
  }
  if (ended.length === 1) parts.push(`end_status = ${bind(ended[0])}`);
  else if (ended.length === TASK_STATUSES.length - OPEN.length) parts.push('completed_at IS NOT NULL');
  else if (ended.length > 1) parts.push(`end_status = ANY(${bind(ended)}::text[])`);
  return parts.length === 1 ? `(${parts[0]})` : `(${parts.map((part) => `(${part})`).join(' OR ')})`;
}

/** Not `EXISTS`, which would ask task by task: the entries of the time are read once, by their index. */
function entryCondition(
  { entry_after: after, entry_before: before }: TaskFilters,
  bind: Bind,
  tenant: string,
): string {
  const within = [`tenant_id = ${tenant}`];
  if (after !== undefined) within.push(`event_time >= ${bind(after)}`);
  if (before !== undefined) within.push(`event_time < ${bind(before)}`);
  const entries = ['usage_records', 'ledger_entries'].map(
    (table) => `SELECT task_id, kafka_partition FROM ${table} WHERE ${within.join(' AND ')}`,
  );
  return `(task_id, kafka_partition) IN (${entries.join(' UNION ALL ')})`;
}

function needCondition(need: Need, bind: Bind): string {
  switch (need) {
    case 'callback':
      return `callback_status = 'failed'`;
    case 'attention':
      return `completed_at IS NULL AND (deadline_at < now() OR updated_at < now() - interval '1 hour')`;
    default:
      return `needs IS NOT NULL AND needs @> ARRAY[${bind(need)}::text]`;
  }
}
