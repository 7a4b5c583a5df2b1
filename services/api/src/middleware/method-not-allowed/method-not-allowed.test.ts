import { expect, it } from 'vitest';
import { askInProcess } from '../../testing/in-process.ts';
import { errorOf, smallApp } from '../../testing/small-app.ts';
import { methodNotAllowed } from './method-not-allowed.ts';

it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'])(
  'answers %s with 405 and what is allowed',
  async (method) => {
    const answer = await askInProcess(smallApp(methodNotAllowed(['GET'])), { method, path: '/' });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS');
    expect(errorOf(answer.body).code).toBe('method_not_allowed');
  },
);

it('answers OPTIONS with what is allowed and no body', async () => {
  const answer = await askInProcess(smallApp(methodNotAllowed(['POST'])), { method: 'OPTIONS', path: '/' });
  expect(answer.status).toBe(204);
  expect(answer.headers.allow).toBe('POST, OPTIONS');
  expect(answer.body).toBe('');
});
