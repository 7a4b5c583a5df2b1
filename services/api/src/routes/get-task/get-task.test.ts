import { factsOf, renderTask, type VisibleTask, visible } from '@taskfold/fold';
import { foldHistory, jsonText, sampleEvent } from '@taskfold/fold/testing';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../app.ts';
import { createWatches } from '../../changes/watches.ts';
import { contextOf } from '../../context/request-context.ts';
import { askInProcess } from '../../testing/in-process.ts';
import { errorOf } from '../../testing/small-app.ts';
import { getTask } from './get-task.ts';

function sampleView(): VisibleTask {
  const event = sampleEvent('task.created', {
    capability: 'image.generate',
    model: 'painter-2',
    input: jsonText('{"seed": 9007199254740993, "text": "😀"}'),
    metadata: {},
    credits_per_usd: '1000',
  });
  const view = visible(factsOf(foldHistory([{ event, recordTime: event.time }]).state));
  if (view === null) throw new Error('a created task is visible');
  return view;
}

const VIEW = sampleView();

function setUp() {
  const asked: string[] = [];
  const watches = createWatches();
  const app = createApp({
    routes: [
      getTask({
        tasks: {
          get: async (tenantId, taskId) => {
            asked.push(`${tenantId} ${taskId}`);
            return tenantId === VIEW.tenant_id && taskId === VIEW.task_id ? VIEW : null;
          },
        },
        changes: { watch: () => watches.begin([]), hasPassed: () => true },
        live: { enter: () => () => {} },
      }),
    ],
    authenticate: (request, response, next) => {
      const scopes = new Set(['tasks:read'] as const);
      const tenantId = String(request.headers.authorization);
      contextOf(response).caller = { keyId: 'k', tenantId, projectId: 'p', scopes, expiresAtMs: null };
      next();
    },
    observers: [],
    requestTimeLimitMs: 5000,
    maxUrlLength: 2048,
  });
  const get = (taskId: string, headers: Record<string, string> = {}, tenant = VIEW.tenant_id) =>
    askInProcess(app, { path: `/v1/tasks/${taskId}`, headers: { authorization: tenant, ...headers } });
  return { get, asked };
}

describe('GET /v1/tasks/{task_id}', () => {
  it('answers with the envelope, digit for digit, and its tag', async () => {
    const answer = await setUp().get(VIEW.task_id);
    expect(answer.status).toBe(200);
    expect(answer.body).toBe(renderTask(VIEW));
    expect(answer.body).toContain('9007199254740993');
    expect(answer.headers).toMatchObject({
      etag: `"r${VIEW.revision}"`,
      'cache-control': 'private, no-cache',
      vary: 'Authorization, Accept-Encoding',
    });
  });

  it('answers 304 to who has this revision', async () => {
    const answer = await setUp().get(VIEW.task_id, { 'if-none-match': `"r0", W/"r${VIEW.revision}"` });
    expect(answer.status).toBe(304);
    expect(answer.body).toBe('');
    expect(answer.headers).not.toHaveProperty('content-type');
    expect(answer.headers).toMatchObject({
      etag: `"r${VIEW.revision}"`,
      'cache-control': 'private, no-cache',
    });
  });

  it('answers in full to who has another', async () => {
    expect((await setUp().get(VIEW.task_id, { 'if-none-match': '"r999"' })).status).toBe(200);
  });

  it('reads the task of the caller and of nobody else', async () => {
    const { get, asked } = setUp();
    await get(VIEW.task_id, {}, 'other');
    expect(asked).toEqual([`other ${VIEW.task_id}`]);
  });

  it('says the same of a foreign task, a missing one and one that cannot be', async () => {
    const { get, asked } = setUp();
    const fixed = { 'x-request-id': 'same' };
    const foreign = await get(VIEW.task_id, fixed, 'other');
    expect(foreign.status).toBe(404);
    expect(errorOf(foreign.body).code).toBe('task_not_found');
    for (const id of [
      'missing',
      'x'.repeat(129),
      'a%20b',
      'a%2Fb',
      '%00',
      'caf%C3%A9',
      "'--",
      '%F0%9F%98%80',
    ]) {
      const answer = await get(id, fixed);
      expect(answer.body).toBe(foreign.body);
      expect({ ...answer.headers, date: '' }).toEqual({ ...foreign.headers, date: '' });
    }
    expect(asked).toEqual([`other ${VIEW.task_id}`, `${VIEW.tenant_id} missing`]);
  });

  it('answers 404 for a missing task whatever the client has', async () => {
    expect((await setUp().get('missing', { 'if-none-match': '*' })).status).toBe(404);
  });
});
