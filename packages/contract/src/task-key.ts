/**
 * One name for a task of one tenant, `<tenant>/<task>`: the key of its updates, and of everything that is kept by task. Neither part
 * may hold a slash, so two tasks never share a name.
 */
export function taskKey({
  tenantId,
  taskId,
}: {
  readonly tenantId: string;
  readonly taskId: string;
}): string {
  return `${tenantId}/${taskId}`;
}
