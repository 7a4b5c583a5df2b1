/** How a program asks for a task, with the key from its environment (`TASKFOLD_API_KEY`): none of it holds a key. */
export interface Snippet {
  readonly name: string;
  readonly text: string;
}

/** Ids hold letters, digits, `_` and `-` alone, so that they need no quoting anywhere. */
export function snippetsOf(origin: string, taskId: string): readonly Snippet[] {
  return [
    {
      name: 'curl',
      text: `curl -s -H "Authorization: Bearer $TASKFOLD_API_KEY" ${origin}/v1/tasks/${taskId}`,
    },
    {
      name: 'TypeScript',
      text: `import { Taskfold } from '@taskfold/client';

// The key comes from TASKFOLD_API_KEY.
const taskfold = new Taskfold({ baseUrl: '${origin}' });
const { status, billing } = await taskfold.tasks.get('${taskId}');
console.log(status, billing?.net_charged_credits);`,
    },
    {
      name: 'Python',
      text: `from taskfold import Taskfold

# The key comes from TASKFOLD_API_KEY.
with Taskfold(api_url="${origin}") as client:
    task = client.tasks.get("${taskId}")
    print(task.status, task.billing and task.billing.net_charged_credits)`,
    },
  ];
}
