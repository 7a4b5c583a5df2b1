import {
  type CallbackStatus,
  type Instant,
  type Need,
  TASK_STATUSES,
  type TaskStatus,
} from '@taskfold/contract';

/** Which tasks of a tenant a list holds: those to which all of it applies. */
export interface TaskFilters {
  readonly status?: readonly TaskStatus[] | undefined;
  readonly capability?: string | undefined;
  readonly model?: string | undefined;
  /** Pairs that the task's metadata holds. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly clientRequestId?: string | undefined;
  readonly errorCode?: string | undefined;
  readonly callbackStatus?: CallbackStatus | undefined;
  readonly projectId?: string | undefined;
  /** Inclusive. */
  readonly createdAfter?: Instant | undefined;
  /** Exclusive. */
  readonly createdBefore?: Instant | undefined;
  /** Inclusive. */
  readonly completedAfter?: Instant | undefined;
  /** Exclusive. */
  readonly completedBefore?: Instant | undefined;
  readonly needs?: Need | undefined;
}

/** Hands a value to a statement and returns the text that stands for it there. */
export type Bind = (value: unknown) => string;

/**
 * The condition of each filter that is given, in words that the partial indexes know.
 *
 * @param tenant what {@link Bind} gave for the tenant
 */
export function filterConditions(filters: TaskFilters, tenant: string, bind: Bind): string[] {
  const conditions: string[] = [];
  const add = (value: unknown, condition: (bound: string) => string) => {
    if (value !== undefined) conditions.push(condition(bind(value)));
  };
  if (filters.status !== undefined) conditions.push(statusCondition(new Set(filters.status), bind));
  add(filters.capability, (value) => `capability = ${value}`);
  add(filters.model, (value) => `model = ${value}`);
  if (filters.metadata !== undefined && Object.keys(filters.metadata).length > 0) {
    // As the index has it: under the tenant, so that no pair of another one is read.
    const pairs = `jsonb_build_object(${tenant}::text, ${bind(JSON.stringify(filters.metadata))}::jsonb)`;
    conditions.push(`jsonb_set('{}'::jsonb, ARRAY[tenant_id], metadata) @> ${pairs} AND metadata <> '{}'`);
  }
  add(filters.clientRequestId, (value) => `client_request_id = ${value}`);
  add(filters.errorCode, (value) => `error_code = ${value}`);
  add(filters.callbackStatus, (value) => `callback_status = ${value}`);
  add(filters.projectId, (value) => `project_id = ${value}`);
  add(filters.createdAfter, (value) => `created_at >= ${value}`);
  add(filters.createdBefore, (value) => `created_at < ${value}`);
  add(filters.completedAfter, (value) => `completed_at >= ${value}`);
  add(filters.completedBefore, (value) => `completed_at < ${value}`);
  if (filters.needs !== undefined) conditions.push(needCondition(filters.needs, bind));
  return conditions;
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
