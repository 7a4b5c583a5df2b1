import type { EventReceipt, Task } from '@taskfold/client';
import { askWith } from '../api/client.ts';
import type { Credential } from '../session/keys.ts';

/** Seconds that it is waited for the event to be folded. */
const WAIT_SECONDS = 10;

/** Publishes one event, as the text that it is. The same `source` and `id` count once, however often it is published. */
export async function publishEvent(credential: Credential, event: string): Promise<EventReceipt> {
  const parts = {
    body: `[${event}]`,
    contentType: 'application/cloudevents-batch+json',
    repeatable: true,
  };
  const { data } = await askWith(credential).call('postEvents', parts);
  const [receipt] = data;
  if (receipt === undefined) throw new Error('The API gave no receipt for the event.');
  return receipt;
}

/** The task as soon as the event at a position of the log is folded. */
export async function taskBehind(
  credential: Credential,
  taskId: string,
  position: string,
  signal: AbortSignal,
): Promise<Task> {
  const options = { minPosition: position, wait: WAIT_SECONDS, signal };
  return await askWith(credential).tasks.get(taskId, options);
}
