import { isApiError, Taskfold } from '@taskfold/client';
import { createEvents } from '@taskfold/client/events';
import { CallbackVerificationError, verifyCallback } from '@taskfold/client/receiving';

/** What a runtime is given, as JSON. */
export interface TrialInput {
  readonly url: string;
  readonly key: string;
  /** Of a task that does not exist yet. */
  readonly taskId: string;
  readonly callback: {
    readonly secret: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

const WITHIN_MS = 30_000;

/**
 * What the client is for, once, against a real API: it runs as it stands in every runtime.
 *
 * @returns what was seen, a line each; {@link expectedLines} are those of a runtime in which all is well
 * @throws where something is not as it must be
 */
export async function tryClient({ url, key, taskId, callback }: TrialInput): Promise<readonly string[]> {
  const asked: string[] = [];
  const hooks = { onRequest: ({ operation }: { readonly operation: string }) => void asked.push(operation) };
  const taskfold = new Taskfold({ apiKey: key, baseUrl: url, hooks });
  const events = createEvents({ source: '/tests/runtimes' });
  const lines: string[] = [];

  const created = events.created(taskId, { capability: 'image.generate', model: 'aurora-xl' });
  const receipts = await taskfold.events.publish([created, events.started(taskId, {})]);
  lines.push(`published: ${receipts.map(({ status }) => status).join(', ')}`);
  const minPosition = receipts.at(-1)?.position ?? undefined;
  const read = await taskfold.tasks.get(taskId, { minPosition, wait: 30 });
  lines.push(`read what was written: ${read.status}`);

  asked.length = 0;
  const statuses: string[] = [];
  for await (const { status, billing } of taskfold.tasks.watch(taskId, {
    signal: AbortSignal.timeout(WITHIN_MS),
  })) {
    if (statuses.length === 0) {
      const output = { url: 'https://cdn.example.com/8e.png' };
      await taskfold.events.publish([events.succeeded(taskId, { output }), events.billingSettled(taskId)]);
    }
    if (statuses.at(-1) !== status) statuses.push(status);
    if (billing?.settlement === 'final') statuses.push('settled');
  }
  lines.push(
    `watched by ${[...new Set(asked)].filter((each) => each !== 'postEvents')}: ${statuses.join(', ')}`,
  );

  const ended = await taskfold.tasks.wait(taskId, { timeout: WITHIN_MS });
  lines.push(`waited: ${ended.status}, ${JSON.stringify(ended.output)}`);

  for await (const { task } of taskfold.updates({ signal: AbortSignal.timeout(WITHIN_MS) })) {
    if (task.task_id !== taskId) continue;
    lines.push('found in the feed');
    break;
  }

  const failure = await taskfold.tasks.get(`${taskId}_nobody`).catch((error: unknown) => error);
  lines.push(`refused: ${isApiError(failure, 'task_not_found') ? failure.code : String(failure)}`);

  const { secret, headers, body } = callback;
  const { type, data } = await verifyCallback(new Request(url, { method: 'POST', headers, body }), secret);
  lines.push(`verified: ${type} of ${data.task_id}`);
  const forged = await verifyCallback({ headers, body: `${body} ` }, secret).catch((error: unknown) => error);
  lines.push(`not verified: ${forged instanceof CallbackVerificationError ? forged.fault : String(forged)}`);
  return lines;
}
