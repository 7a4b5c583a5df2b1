import express from 'express';
import { expect, it } from 'vitest';
import { contextOf } from '../../context/request-context.ts';
import { askInProcess } from '../../testing/in-process.ts';
import { errorOf, smallApp } from '../../testing/small-app.ts';
import { requireScope } from './require-scope.ts';

it.each([
  [new Set(['tasks:read'] as const), 200],
  [new Set(['tasks:cancel', 'tasks:read'] as const), 200],
  [new Set(['tasks:cancel'] as const), 403],
  [new Set<never>(), 403],
])('answers a key with the scopes %j with %d', async (scopes, status) => {
  const router = express.Router();
  router.use((_request, response, next) => {
    contextOf(response).caller = { keyId: 'k', tenantId: 't', projectId: 'p', scopes, expiresAtMs: null };
    next();
  });
  router.use(requireScope('tasks:read'));
  const answer = await askInProcess(smallApp(router), { path: '/' });
  expect(answer.status).toBe(status);
  if (status === 403) {
    expect(errorOf(answer.body)).toMatchObject({ code: 'forbidden', retryable: false });
    expect(answer.headers['www-authenticate']).toContain('scope="tasks:read"');
  }
});
