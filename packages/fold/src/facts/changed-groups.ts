import { emptyState } from '../empty-state.ts';
import type { TaskState } from '../state.ts';
import type { FactGroup } from './fact.ts';

/** The groups that an update may leave alone. */
export const OPTIONAL_GROUPS = [
  'creation',
  'output',
  'course',
  'lists',
] as const satisfies readonly FactGroup[];

/** The parts of a state that no fact of the group `course` is made of. */
const ELSEWHERE: readonly string[] = [
  'tenantId',
  'taskId',
  'revision',
  'updatedAt',
  'progress',
  'stages',
  'warnings',
] satisfies (keyof TaskState)[];

const COURSE = Object.keys(emptyState('', '')).filter(
  (part): part is keyof TaskState => !ELSEWHERE.includes(part),
);

/** Whether facts of a group may have changed; those of `progress` have, with every event that changes a task. */
export function changedGroups(
  before: TaskState,
  after: TaskState,
): Readonly<Record<(typeof OPTIONAL_GROUPS)[number], boolean>> {
  return {
    creation: before.creation !== after.creation,
    output: before.output !== after.output,
    course: COURSE.some((part) => before[part] !== after[part]),
    // The longest columns, which most events leave as they are.
    lists: before.warnings !== after.warnings || before.usage?.shown !== after.usage?.shown,
  };
}
