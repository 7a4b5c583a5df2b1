/** How a program asks for a task, with the key from its environment: none of it holds a key. */
export interface Snippet {
  readonly name: string;
  readonly text: string;
}

/** Ids hold letters, digits, `_` and `-` alone, so that they need no quoting anywhere. */
export function snippetsOf(origin: string, taskId: string): readonly Snippet[] {
  const url = `${origin}/v1/tasks/${taskId}`;
  return [
    { name: 'curl', text: `curl -s -H "Authorization: Bearer $TASKFOLD_API_KEY" ${url}` },
    {
      name: 'TypeScript',
      text: `const answer = await fetch('${url}', {
  headers: { authorization: \`Bearer \${process.env.TASKFOLD_API_KEY}\` },
});
if (!answer.ok) throw new Error(await answer.text());
const { status, billing } = await answer.json();`,
    },
    {
      name: 'Python',
      text: `import json, os, urllib.request

request = urllib.request.Request(
    "${url}",
    headers={"Authorization": f"Bearer {os.environ['TASKFOLD_API_KEY']}"},
)
with urllib.request.urlopen(request, timeout=10) as answer:
    task = json.load(answer)
print(task["status"], (task["billing"] or {}).get("net_charged_credits"))`,
    },
  ];
}
