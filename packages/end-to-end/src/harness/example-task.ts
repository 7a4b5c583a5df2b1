import { EXAMPLE_EVENTS, EXAMPLE_UPDATE } from '@taskfold/contract';
import { eventually } from './eventually.ts';

/** The history of the task that the document's examples name; it ends and is settled, so that its stream ends, too. */
const HISTORY = [
  'task.created',
  'task.started',
  'task.usage_recorded',
  'task.charged',
  'task.succeeded',
  'task.billing_settled',
] as const;

/** Publishes the task of the examples by HTTP, and waits until it is settled. @throws where that is not taken */
export async function publishExampleTask(url: string, key: string, tenantId: string): Promise<void> {
  const events = HISTORY.map((type) => ({ ...EXAMPLE_EVENTS[type], tenantid: tenantId }));
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  if (answer.status !== 202) throw new Error(`the events were answered with ${answer.status}`);
  await eventually('the task is settled', async () => {
    const path = `/v1/tasks/${EXAMPLE_UPDATE.subject}`;
    const task = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } });
    const { billing } = (await task.json()) as { readonly billing?: { readonly settlement: string } | null };
    return billing?.settlement === 'final' || undefined;
  });
}
