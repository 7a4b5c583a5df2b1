import { OPERATIONS } from '@taskfold/contract';
import openApi from '@taskfold/contract/openapi.json' with { type: 'json' };
import { at, jsonText, sampleEvent } from '@taskfold/fold/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiOnDatabase } from '../testing/api-on-database.ts';
import { errorOf } from '../testing/small-app.ts';

const api = apiOnDatabase();
/** Stands in everything that the first tenant has, and must never be seen by the second. */
const SECRET = 'secret-of-a';
const TASK = 'task_of_a';
let first = '';
let second = '';

beforeAll(async () => {
  const scopes = ['tasks:read', 'tasks:cancel', 'events:write', 'billing:write', 'admin'] as const;
  first = await api.key('tenant_a', scopes);
  second = await api.key('tenant_b', scopes);
  const of = (tenantId: string, taskId: string, id: string) => ({ tenantId, taskId, id, time: at(0) });
  const created = (tenantId: string, taskId: string) =>
    sampleEvent(
      'task.created',
      {
        capability: SECRET,
        model: SECRET,
        input: jsonText(`{"text":"${SECRET}"}`),
        metadata: { secret: SECRET },
        project_id: SECRET,
        client_request_id: SECRET,
      },
      of(tenantId, taskId, 'created'),
    );
  await api.append([
    created('tenant_a', TASK),
    sampleEvent(
      'task.failed',
      { error: { code: SECRET, message: SECRET, retryable: false } },
      of('tenant_a', TASK, 'failed'),
    ),
    sampleEvent('task.charged', { entry_id: 'c', amount_credits: '1' }, of('tenant_a', TASK, SECRET)),
    sampleEvent('task.charged', { entry_id: 'd', amount_credits: '1' }, of('tenant_a', TASK, `${SECRET}_2`)),
  ]);
});

const fill = (path: string, id: string) => path.replace(/\{\w+\}/, id);

describe('the routes', () => {
  it('are those of the contract and of the document, method by method', () => {
    const registered = api.routes().map(({ method, template, scope }) => `${method} ${template} ${scope}`);
    const contract = Object.values(OPERATIONS).map(({ method, path, scope }) => `${method} ${path} ${scope}`);
    expect([...registered].sort()).toEqual([...contract].sort());
    const described = Object.entries(openApi.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(
      Object.values(OPERATIONS)
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    );
  });

  it('ask for a key, and for its scope, wherever the document says so', async () => {
    for (const { method, path, scope } of Object.values(OPERATIONS)) {
      if (scope === null) continue;
      const withoutKey = await api.ask('', fill(path, TASK), { method });
      expect(withoutKey.status, path).toBe(401);
      if (scope === 'any') continue;
      const others = ['tasks:read', 'tasks:cancel', 'events:write', 'admin'] as const;
      const lacking = await api.key(
        'tenant_a',
        others.filter((each) => each !== scope),
      );
      const refused = await api.ask(lacking, fill(path, TASK), { method });
      expect(refused.status, path).toBe(403);
    }
  });

  it('say of the tasks of another tenant what they say of none, byte by byte', async () => {
    const about = Object.values(OPERATIONS).filter(({ path }) => path.includes('{task_id}'));
    expect(about.length).toBeGreaterThan(4);
    for (const { method, path } of about) {
      const headers = { 'x-request-id': 'same', accept: '*/*', 'last-event-id': '1', 'if-none-match': '*' };
      const foreign = await api.ask(second, fill(path, TASK), { method, headers });
      const missing = await api.ask(second, fill(path, 'missing'), { method, headers });
      expect(foreign.status, path).toBe(404);
      expect(foreign.body).toBe(missing.body);
      const passing = { date: '', ratelimit: '' };
      expect({ ...foreign.headers, ...passing }).toEqual({ ...missing.headers, ...passing });
    }
  });

  it('hold nothing of another tenant, whatever is asked', async () => {
    const own = await api.ask(first, `/v1/tasks?expand=all&model=${SECRET}`);
    expect(own.body).toContain(SECRET);
    const questions = [
      '/v1/tasks?expand=all',
      `/v1/tasks?ids=${TASK}&expand=all`,
      '/v1/tasks?order=asc',
      ...[
        `capability=${SECRET}`,
        `model=${SECRET}`,
        `metadata[secret]=${SECRET}`,
        `project_id=${SECRET}`,
        `client_request_id=${SECRET}`,
        `error_code=${SECRET}`,
        'status=failed',
        'needs=refund',
        'completed_after=2000-01-01T00:00:00Z',
        'created_before=2100-01-01T00:00:00Z',
      ].map((filter) => `/v1/tasks?${filter}&expand=all`),
      '/v1/task-updates?from=oldest&expand=all',
      '/v1/usage?group_by=day,capability,model,project_id,status',
    ];
    for (const question of questions) {
      const answer = await api.ask(second, question);
      expect(answer.status, question).toBe(200);
      expect(JSON.parse(answer.body).data, question).toEqual([]);
    }
  });

  it('take no cursor of another tenant', async () => {
    for (const [path, more] of [
      ['/v1/task-updates', 'from=oldest&limit=1'],
      [`/v1/tasks/${TASK}/events`, 'limit=1'],
      [`/v1/tasks/${TASK}/ledger`, 'limit=1'],
    ]) {
      const { next_cursor: cursor } = JSON.parse((await api.ask(first, `${path}?${more}`)).body);
      const answer = await api.ask(second, `${path}?cursor=${cursor}`);
      expect([400, 404]).toContain(answer.status);
      expect(['invalid_cursor', 'task_not_found']).toContain(errorOf(answer.body).code);
    }
  });
});
