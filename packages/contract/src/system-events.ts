/** Sources that begin with this are those of Taskfold itself. */
const SYSTEM_SOURCES = '/taskfold/';

/** The extension attribute that carries the signature of an event that Taskfold publishes itself. */
export const SIGNATURE_ATTRIBUTE = 'taskfoldsig';

/** Whether an event is one that Taskfold alone may publish: results of callbacks, and whatever has a source of its own. */
export function isSystemEvent({ type, source }: { readonly type: string; readonly source: string }): boolean {
  return type === 'task.callback_attempted' || source.startsWith(SYSTEM_SOURCES);
}
