import { eventually } from './eventually.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** As it came: digits are lost where it is parsed. */
  readonly text: string;
}

export async function getTask(apiUrl: string, key: string, taskId: string): Promise<Answer> {
  const response = await fetch(`${apiUrl}/v1/tasks/${taskId}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Waits until a task has come to a revision. */
export async function getTaskAt(
  revision: number,
  [apiUrl, key, taskId]: Parameters<typeof getTask>,
): Promise<Answer> {
  return await eventually(`${taskId} has revision ${revision}`, async () => {
    const answer = await getTask(apiUrl, key, taskId);
    // Of an answer that was compressed on its way it is a weak one.
    const etag = answer.headers.get('etag')?.replace(/^W\//, '');
    return etag === `"r${revision}"` ? answer : undefined;
  });
}
