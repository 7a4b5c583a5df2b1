import type { TaskStatus, TaskSummary } from '@taskfold/client';

export const STATUSES = [
  'queued',
  'running',
  'succeeded',
  'failed',
  'canceled',
] as const satisfies readonly TaskStatus[];
const CALLBACKS = ['pending', 'retrying', 'delivered', 'failed'] as const;

/** Why a task wants a person, in a few words. */
export const NEEDS: Readonly<Record<string, string>> = {
  usage: 'succeeded without usage',
  refund: 'charged, not refunded',
  charge: 'used, not charged',
  over_refund: 'refunded too much',
  conflict: 'two amounts for one entry',
  callback: 'caller not told',
  attention: 'stuck or late',
};

/** What a task may have none of, in a word. */
export const WITHOUT: Readonly<Record<string, string>> = { project_id: 'project', api_key_id: 'key' };

/** The filters of a list by the names that the API and the address of the page have for them. */
export type Filters = Readonly<Record<string, string>>;

interface FilterKind {
  readonly label: string;
  /** `choice` is one of `values`, `text` whatever is typed, `time` an instant. */
  readonly input: 'choice' | 'text' | 'time';
  readonly values?: readonly string[];
}

/** In the order in which they are offered. Statuses are chosen by buttons, metadata by `metadata[key]`. */
export const FILTERS: Readonly<Record<string, FilterKind>> = {
  capability: { label: 'Capability', input: 'text' },
  model: { label: 'Model', input: 'text' },
  project_id: { label: 'Project', input: 'text' },
  api_key_id: { label: 'Key', input: 'text' },
  without: { label: 'Has no', input: 'choice', values: Object.keys(WITHOUT) },
  error_code: { label: 'Error', input: 'text' },
  callback_status: { label: 'Callback', input: 'choice', values: CALLBACKS },
  needs: { label: 'Needs', input: 'choice', values: Object.keys(NEEDS) },
  client_request_id: { label: 'Request', input: 'text' },
  created_after: { label: 'Created since', input: 'time' },
  created_before: { label: 'Created before', input: 'time' },
  completed_after: { label: 'Ended since', input: 'time' },
  completed_before: { label: 'Ended before', input: 'time' },
  entry_after: { label: 'Used, charged or refunded since', input: 'time' },
  entry_before: { label: 'Used, charged or refunded before', input: 'time' },
};

const METADATA = /^metadata\[(.{1,64})\]$/s;

/** The key of a pair of metadata that a filter names; null for any other filter. */
export function metadataKey(name: string): string | null {
  return METADATA.exec(name)?.[1] ?? null;
}

/** Of the parameters of an address those that are filters, with values that can be. */
export function readFilters(parameters: Readonly<Record<string, unknown>>): Filters {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'string' && value !== '' && isPossible(name, value)) found[name] = value;
  }
  return found;
}

function isPossible(name: string, value: string): boolean {
  if (name === 'status') return value.split(',').every((each) => STATUSES.some((status) => status === each));
  if (metadataKey(name) !== null) return true;
  const kind = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
  if (kind === undefined) return false;
  if (kind.input === 'time') return !Number.isNaN(Date.parse(value));
  if (name === 'without') return value.split(',').every((each) => kind.values?.includes(each));
  return kind.values?.includes(value) ?? true;
}

export function statusesOf(filters: Filters): readonly TaskStatus[] {
  const held = filters.status?.split(',') ?? [];
  return STATUSES.filter((each) => held.includes(each));
}

/** With a status added, or taken away where it is there; in the order that statuses have. */
export function withStatus(filters: Filters, status: TaskStatus): Filters {
  const held = statusesOf(filters);
  const next = STATUSES.filter((each) => held.includes(each) !== (each === status));
  const { status: _, ...others } = filters;
  return next.length === 0 ? others : { ...others, status: next.join(',') };
}

/** Of these only the API knows which tasks pass them. */
const UNDECIDABLE = ['needs', 'entry_after', 'entry_before'];

/** Whether a page may decide by itself what passes the filters. */
export function isDecidable(filters: Filters): boolean {
  return !UNDECIDABLE.some((name) => name in filters);
}

/** Whether a task passes the filters, as the API decides it. */
export function passesFilters(task: TaskSummary, filters: Filters): boolean {
  return Object.entries(filters).every(([name, value]) => {
    const pair = metadataKey(name);
    if (pair !== null) return Object.hasOwn(task.metadata, pair) && task.metadata[pair] === value;
    switch (name) {
      case 'status':
        return value.split(',').includes(task.status);
      case 'capability':
        return task.capability === value;
      case 'model':
        return task.model === value;
      case 'project_id':
        return task.project_id === value;
      case 'api_key_id':
        return task.api_key_id === value;
      case 'without':
        return value.split(',').every((each) => task[each as 'project_id' | 'api_key_id'] === null);
      case 'client_request_id':
        return task.client_request_id === value;
      case 'error_code':
        return task.error?.code === value;
      case 'callback_status':
        return task.callback?.status === value;
      case 'created_after':
        return Date.parse(task.created_at) >= Date.parse(value);
      case 'created_before':
        return Date.parse(task.created_at) < Date.parse(value);
      case 'completed_after':
        return task.completed_at !== null && Date.parse(task.completed_at) >= Date.parse(value);
      case 'completed_before':
        return task.completed_at !== null && Date.parse(task.completed_at) < Date.parse(value);
      default:
        return true;
    }
  });
}
