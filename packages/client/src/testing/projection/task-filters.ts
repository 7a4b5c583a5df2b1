import { type Need, type TaskFilters, toMilliseconds } from '@taskfold/contract';
import { metadataOf, subtractDecimals, type VisibleTask } from '@taskfold/fold';
import { entriesBetween } from './entries.ts';
import type { ShownTask } from './projection.ts';

type Condition<Value> = (value: Value, task: ShownTask, all: TaskFilters) => boolean;

const CONDITIONS: { readonly [Name in keyof TaskFilters]-?: Condition<NonNullable<TaskFilters[Name]>> } = {
  status: (wanted, { view }) => wanted.includes(view.status),
  capability: (value, { view }) => view.capability === value,
  model: (value, { view }) => view.model === value,
  metadata(pairs, { view }) {
    const own = metadataOf(view);
    return Object.entries(pairs).every(([key, value]) => Object.hasOwn(own, key) && own[key] === value);
  },
  client_request_id: (value, { view }) => view.client_request_id === value,
  error_code: (value, { view }) => view.error_code === value,
  callback_status: (value, { view }) => view.callback_status === value,
  project_id: (value, { view }) => view.project_id === value,
  api_key_id: (value, { view }) => view.api_key_id === value,
  without: (absent, { view }) => absent.every((name) => view[name] === null),
  // Instants compare as their texts do.
  created_after: (value, { view }) => view.created_at >= value,
  created_before: (value, { view }) => view.created_at < value,
  completed_after: (value, { view }) => view.completed_at !== null && view.completed_at >= value,
  completed_before: (value, { view }) => view.completed_at !== null && view.completed_at < value,
  // One entry lies between the two.
  entry_after: (_, task, all) => hasEntry(task, all),
  entry_before: (_, task, all) => hasEntry(task, all),
  needs: (need, task) => NEEDS[need](task.view, task),
};

/** Whether all filters apply to a task. */
export function passes(filters: TaskFilters, task: ShownTask): boolean {
  return Object.entries(CONDITIONS).every(([name, condition]) => {
    const value = filters[name as keyof TaskFilters];
    return value === undefined || (condition as Condition<unknown>)(value, task, filters);
  });
}

function hasEntry(task: ShownTask, { entry_after, entry_before }: TaskFilters): boolean {
  return entriesBetween(task, entry_after, entry_before).length > 0;
}

const HOUR_MS = 3_600_000;

/** As the database derives them. */
const NEEDS: Readonly<Record<Need, (view: VisibleTask, task: ShownTask) => boolean>> = {
  usage: ({ status, usage_credits }) => status === 'succeeded' && usage_credits === null,
  refund: ({ status, charged_credits, refunded_credits }) =>
    (status === 'failed' || status === 'canceled') && isMore(charged_credits) && !isMore(refunded_credits),
  charge: ({ usage_credits, charged_credits }) =>
    usage_credits !== null &&
    (charged_credits === null || (!isMore(charged_credits) && isMore(usage_credits))),
  over_refund: ({ charged_credits, refunded_credits }) =>
    charged_credits !== null && isMore(refunded_credits, charged_credits),
  conflict: (_view, { state }) => state.conflict,
  callback: ({ callback_status }) => callback_status === 'failed',
  attention: ({ completed_at, deadline_at, updated_at }) =>
    completed_at === null &&
    ((deadline_at !== null && toMilliseconds(deadline_at) < Date.now()) ||
      toMilliseconds(updated_at) < Date.now() - HOUR_MS),
};

/** Whether an amount, which may not be known, is greater than another. */
function isMore(amount: string | null, than = '0'): boolean {
  if (amount === null) return false;
  const difference = subtractDecimals(amount, than);
  return difference !== '0' && !difference.startsWith('-');
}
