import { emptyState, factsOf, fold, NO_RECORDS, renderTask, type TaskState, visible } from '@taskfold/fold';
import { type OutgoingRecord, parseEventLine } from '@taskfold/kafka';
import { workload } from '../processor/workload.ts';

interface Published {
  readonly events: readonly Buffer[];
  readonly updates: readonly Buffer[];
}

/** The values of events, and of the updates that the relay publishes when none of them is left out. */
export function published(tasks: number): Published {
  const states = new Map<string, TaskState>();
  const events: Buffer[] = [];
  const updates: Buffer[] = [];
  for (const record of workload({ tasks, inFlight: 500, taskIdOf: (index) => `task_${index}` })) {
    events.push(record.value ?? Buffer.alloc(0));
    const view = visible(factsOf(folded(record, states)));
    if (view !== null) updates.push(Buffer.from(renderTask(view)));
  }
  return { events, updates };
}

function folded({ value }: OutgoingRecord, states: Map<string, TaskState>): TaskState {
  const parsed = parseEventLine(String(value));
  if (parsed.kind === 'invalid') throw new Error(parsed.problems.join(' '));
  const { event } = parsed;
  const before = states.get(event.taskId) ?? emptyState(event.tenantId, event.taskId);
  const { state } = fold(before, event, event.time, NO_RECORDS);
  states.set(event.taskId, state);
  return state;
}
