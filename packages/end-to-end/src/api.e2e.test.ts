import { EXAMPLE_EVENTS, EXAMPLE_UPDATE } from '@taskfold/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './harness/eventually.ts';
import { type System, startSystem } from './harness/system.ts';

const TENANT = 'tenant_two';
const PATH = `/v1/tasks/${EXAMPLE_UPDATE.subject}`;
/** The contract's limit. */
const REVOKED_WITHIN_MS = 5000;
let system: System;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system?.stop());

test('two API processes and a processor: what one takes the other shows, and a revoked key ends on both', async () => {
  const [first, second] = await Promise.all([system.startApi(), system.startApi(), system.startProcessor()]);
  const key = await system.createKey(TENANT, ['tasks:read', 'tasks:cancel', 'events:write', 'admin']);
  const as = (by: string, more: Record<string, string> = {}) => ({
    headers: { authorization: `Bearer ${by}`, ...more },
  });
  const post = (url: string, body: unknown, type = 'application/json') =>
    fetch(url, { method: 'POST', body: JSON.stringify(body), ...as(key, { 'content-type': type }) });

  const created = { ...EXAMPLE_EVENTS['task.created'], tenantid: TENANT };
  const posted = await post(`${first.url}/v1/events`, created, 'application/cloudevents+json');
  expect(posted.status).toBe(202);
  const { data } = (await posted.json()) as { readonly data: readonly { readonly position: string }[] };
  const position = data[0]?.position;
  const task = await fetch(`${second.url}${PATH}?min_position=${position}`, as(key, { prefer: 'wait=30' }));
  expect(task.status).toBe(200);
  await eventually('the lag is known', async () => {
    const answer = await fetch(`${second.url}${PATH}`, as(key));
    return answer.headers.get('task-projection-lag') ?? undefined;
  });

  const canceled = await post(`${first.url}${PATH}/cancel`, { reason: 'Enough.' });
  expect(canceled.status).toBe(202);
  expect(await canceled.json()).toMatchObject({ cancel: { reason: 'Enough.', outcome: 'pending' } });
  const shown = await fetch(`${second.url}${PATH}?min_revision=2`, as(key, { prefer: 'wait=30' }));
  expect(await shown.json()).toMatchObject({ revision: 2, cancel: { outcome: 'pending' } });

  const made = await post(`${first.url}/v1/keys`, { name: 'reader', scopes: ['tasks:read'] });
  const reader = (await made.json()) as { readonly key: string; readonly key_id: string };
  for (const { url } of [first, second]) {
    expect((await fetch(`${url}${PATH}`, as(reader.key))).status).toBe(200);
  }
  const stream = await fetch(`${second.url}${PATH}/stream`, as(reader.key));
  expect(stream.status).toBe(200);
  const ended = stream.text();

  const began = performance.now();
  const revoked = await fetch(`${first.url}/v1/keys/${reader.key_id}`, { method: 'DELETE', ...as(key) });
  expect(revoked.status).toBe(200);
  for (const { url } of [first, second]) {
    await eventually('the key is refused', async () => {
      const { status } = await fetch(`${url}${PATH}`, as(reader.key));
      return status === 401 || undefined;
    });
  }
  expect(await ended).toContain('event: snapshot');
  expect(performance.now() - began).toBeLessThan(REVOKED_WITHIN_MS);

  const open = await fetch(`${second.url}${PATH}/stream`, as(key));
  const held = fetch(`${second.url}${PATH}`, as(key, { prefer: 'wait=60' }));
  await eventually('both are held', async () => {
    const metrics = await fetch(`${second.adminUrl}/metrics`).then((answer) => answer.text());
    const isOne = (kind: string) =>
      metrics.includes(`taskfold_live_requests{kind="${kind}",service="api"} 1`);
    return (isOne('stream') && isOne('wait')) || undefined;
  });
  expect(await second.stop()).toBe(0);
  expect((await held).status).toBe(200);
  expect(await open.text()).toContain('event: snapshot');
});
