import { join } from 'node:path';
import { EXAMPLE_EVENTS, EXAMPLE_UPDATE, SCOPES } from '@taskfold/contract';
import { eventually } from '../harness/eventually.ts';
import type { System } from '../harness/system.ts';
import { run } from './run.ts';

export interface AttackOptions {
  readonly system: System;
  /** The path of its command. */
  readonly schemathesis: string;
  /** For Schemathesis, after ours. */
  readonly args: readonly string[];
  /** Called when all is prepared. */
  readonly onBegin: () => void;
}

const TENANT = 'schemathesis';
/** The history of the task that the document's examples name; it ends and is settled, so that its stream ends, too. */
const HISTORY = [
  'task.created',
  'task.started',
  'task.usage_recorded',
  'task.charged',
  'task.succeeded',
  'task.billing_settled',
] as const;

/** Runs Schemathesis against an API and a processor. @throws where it finds a fault; it has said which */
export async function attack({ system, schemathesis, args, onBegin }: AttackOptions): Promise<void> {
  await system.startProcessor();
  const limits = { RATE_LIMIT_PER_MINUTE: '10000000', AUTH_FAILURES_PER_MINUTE: '10000000' };
  const api = await system.startApi({ ...limits, CURSOR_KEY: 'c'.repeat(32) });
  const key = await system.createKey(TENANT, SCOPES);
  await publish(api.url, key);
  onBegin();
  await run(schemathesis, [
    ...['--config-file', join(import.meta.dirname, 'schemathesis.toml')],
    ...['run', `${api.url}/openapi.json`, '--url', api.url],
    ...['--header', `Authorization: Bearer ${key}`],
    ...['--max-examples', '25', '--request-timeout', '30', '--workers', '1', '--generation-database', 'none'],
    ...args,
  ]);
}

async function publish(url: string, key: string): Promise<void> {
  const events = HISTORY.map((type) => ({ ...EXAMPLE_EVENTS[type], tenantid: TENANT }));
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
