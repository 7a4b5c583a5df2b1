import document from '@taskfold/contract/openapi.json' with { type: 'json' };
import { expect, test } from 'vitest';
import { Taskfold } from '../client.ts';
import { answering } from '../harness/answering-server.ts';
import type { OperationId } from '../http/operation-types.ts';

/** How each operation is reached: a new one does not compile without a line of its own. */
const REACHED: Record<OperationId, (taskfold: Taskfold) => PromiseLike<unknown>> = {
  getTask: ({ tasks }) => tasks.get('t'),
  eraseTask: ({ tasks }) => tasks.erase('t'),
  listTasks: ({ tasks }) => tasks.list().page(),
  batchGetTasks: ({ tasks }) => tasks.batchGet(['t']),
  countTasks: ({ tasks }) => tasks.counts(),
  listTaskEvents: ({ tasks }) => tasks.timeline('t').page(),
  listTaskUsage: ({ tasks }) => tasks.usageRecords('t').page(),
  listTaskLedger: ({ tasks }) => tasks.ledger('t').page(),
  streamTask: ({ tasks }) => tasks.watch('t')[Symbol.asyncIterator]().next(),
  listTaskUpdates: (taskfold) => taskfold.updates().pages().next(),
  cancelTask: ({ tasks }) => tasks.cancel('t'),
  getUsage: (taskfold) => taskfold.usage(),
  postEvents: ({ events }) =>
    events.publish([
      {
        specversion: '1.0',
        id: 'e',
        source: '/s',
        type: 'task.started',
        time: '2026-11-30T00:00:00Z',
        subject: 't',
      },
    ]),
  listCallbackAttempts: ({ callbacks }) => callbacks.attempts('t').page(),
  redeliverCallback: ({ callbacks }) => callbacks.redeliver('t'),
  listCallbackSecrets: ({ secrets }) => secrets.list(),
  rotateCallbackSecret: ({ secrets }) => secrets.rotate(),
  revokeCallbackSecret: ({ secrets }) => secrets.revoke('s'),
  getMe: (taskfold) => taskfold.me(),
  createToken: ({ tokens }) => tokens.create({ task_id: 't' }),
  createKey: ({ keys }) => keys.create({ name: 'n', scopes: ['tasks:read'] }),
  listKeys: ({ keys }) => keys.list().page(),
  rotateKey: ({ keys }) => keys.rotate('k'),
  revokeKey: ({ keys }) => keys.revoke('k'),
  getOpenApi: (taskfold) => taskfold.call('getOpenApi', {}),
  getOpenApi30: (taskfold) => taskfold.call('getOpenApi30', {}),
  getAsyncApi: (taskfold) => taskfold.call('getAsyncApi', {}),
  getDocs: (taskfold) => taskfold.call('getDocs', { headers: { accept: 'text/html' } }),
};

/** Method and path of each operation of the document. */
const DESCRIBED = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, { operationId }]) => [operationId, method.toUpperCase(), path] as const,
  ),
);

test('there is a way to every operation of the document', () => {
  expect(DESCRIBED.map(([id]) => id).sort()).toEqual(Object.keys(REACHED).sort());
});

test.each(DESCRIBED)('%s is %s %s', async (id, method, path) => {
  const api = await answering({
    status: 404,
    json: { error: { code: 'route_not_found', message: 'No.', retryable: false, request_id: 'r' } },
  });
  const taskfold = new Taskfold({ apiKey: 'sk-1', baseUrl: api.url });
  await expect(REACHED[id as OperationId](taskfold)).rejects.toMatchObject({ code: 'route_not_found' });
  const [request] = api.requests;
  expect(request?.method).toBe(method);
  expect(new URL(request?.path ?? '', api.url).pathname).toBe(
    path.replace(/\{\w+\}/g, (name) => ({ '{task_id}': 't', '{key_id}': 'k' })[name] ?? 's'),
  );
});
