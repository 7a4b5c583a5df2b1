import { isApiError, Taskfold } from '@taskfold/client';
import { createEvents } from '@taskfold/client/events';

const { API = 'http://127.0.0.1:8080', KEY = '', TASK_ID = 'task_1' } = process.env;
const show = (...values: readonly unknown[]) => process.stdout.write(`${values.join(' ')}\n`);

// region client
const taskfold = new Taskfold({ apiKey: KEY, baseUrl: API });
// endregion

// region wait
const { status, output } = await taskfold.tasks.wait(TASK_ID, { timeout: 60_000 });
show(status, JSON.stringify(output));
// endregion

// region watch
for await (const { revision, status, progress } of taskfold.tasks.watch(TASK_ID)) {
  show(revision, status, progress?.percent ?? 0);
}
// endregion

// region read-own-write
const events = createEvents({ source: '/workers/1' });
const [receipt] = await taskfold.events.publish([
  events.warned(TASK_ID, { warnings: [{ code: 'size_rounded', message: 'The size was rounded.' }] }),
]);
const read = await taskfold.tasks.get(TASK_ID, { minPosition: receipt?.position ?? undefined, wait: 30 });
show('warnings:', read.warnings.length);
// endregion

// region list
for await (const task of taskfold.tasks.list({ status: ['succeeded'], limit: 50 })) show(task.task_id);
for await (const event of taskfold.tasks.timeline(TASK_ID)) show(event.type);
// endregion

// region updates
/** Kept together with what was done with the task, in one transaction, in earnest. */
let saved: string | undefined;
for await (const { task, cursor } of taskfold.updates({ cursor: saved })) {
  show(task.task_id, task.status);
  saved = cursor;
  if (task.task_id === TASK_ID) break;
}
// endregion

// region errors
try {
  await taskfold.tasks.get('nobody');
} catch (error) {
  if (!isApiError(error, 'task_not_found')) throw error;
  show(error.code, error.status, error.retryable);
}
// endregion
