import { at, sampleEvent } from '@taskfold/fold/testing';
import { beforeAll, expect, it } from 'vitest';
import { apiOnDatabase } from '../testing/api-on-database.ts';
import { errorOf } from '../testing/small-app.ts';

// Nobody listens at this port.
const api = apiOnDatabase({ KAFKA_BROKERS: '127.0.0.1:1', PUBLISH_TIMEOUT_MS: '300' });
let key = '';

beforeAll(async () => {
  key = await api.key('tenant_a', ['tasks:read', 'tasks:cancel', 'events:write', 'admin']);
  const created = { capability: 'chat', model: 'm' };
  await api.append([sampleEvent('task.created', created, { taskId: 'task_1', time: at(0) })]);
});

it('says that the log is away wherever it is needed, in time, and reads on', async () => {
  const event = {
    specversion: '1.0',
    id: '1',
    source: '/test',
    type: 'task.started',
    time: '2026-11-24T10:00:00Z',
    subject: 'task_1',
  };
  const json = { 'content-type': 'application/cloudevents+json' };
  const began = performance.now();
  const answers = await Promise.all([
    api.ask(key, '/v1/tasks/task_1/cancel', { method: 'POST' }),
    api.ask(key, '/v1/tasks/task_1', { method: 'DELETE' }),
    api.ask(key, '/v1/events', { method: 'POST', headers: json, body: JSON.stringify(event) }),
  ]);
  for (const answer of answers) {
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(errorOf(answer.body)).toMatchObject({ code: 'service_unavailable', retryable: true });
  }
  expect(performance.now() - began).toBeLessThan(3000);
  expect((await api.ask(key, '/v1/tasks/task_1')).status).toBe(200);
  expect((await api.ask(key, '/v1/tasks')).status).toBe(200);
});

it('lets the same idempotency key be used again afterwards', async () => {
  const headers = { 'idempotency-key': 'again' };
  for (let times = 0; times < 2; times += 1) {
    const answer = await api.ask(key, '/v1/tasks/task_1/cancel', { method: 'POST', headers });
    expect(answer.status).toBe(503);
  }
});
