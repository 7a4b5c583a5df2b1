import { describe, expect, it } from 'vitest';
import type { RequestContext } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import { askInProcess } from '../../testing/in-process.ts';
import { smallApp } from '../../testing/small-app.ts';
import { errorResponses } from './error-responses.ts';

const translate = (error: unknown) => (error instanceof ApiError ? error : new ApiError('internal_error'));

async function throwing(error: Error) {
  const contexts: RequestContext[] = [];
  const app = smallApp(
    () => {
      throw error;
    },
    {
      errors: errorResponses(translate),
      observers: [{ ended: (context) => contexts.push(context) }],
    },
  );
  const answer = await askInProcess(app, { path: '/', headers: { 'x-request-id': 'mine' } });
  return { answer, context: contexts[0] };
}

describe('error responses', () => {
  it('print an error with everything it says', async () => {
    const { answer } = await throwing(
      new ApiError('invalid_request', {
        message: 'No.',
        param: '/limit',
        details: { errors: [] },
        headers: ['Retry-After', '1'],
      }),
    );
    expect(answer.status).toBe(422);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': '1',
      'x-request-id': 'mine',
    });
    expect(JSON.parse(answer.body)).toEqual({
      error: {
        code: 'invalid_request',
        message: 'No.',
        retryable: false,
        request_id: 'mine',
        param: '/limit',
        details: { errors: [] },
      },
    });
  });

  it('leave out what an error does not say', async () => {
    const { answer } = await throwing(new ApiError('task_not_found'));
    expect(answer.status).toBe(404);
    expect(Object.keys(JSON.parse(answer.body).error)).toEqual([
      'code',
      'message',
      'retryable',
      'request_id',
    ]);
  });

  it('show nothing of an unexpected error, and keep it for the log', async () => {
    const error = new Error('password=hunter2');
    const { answer, context } = await throwing(error);
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain('hunter2');
    expect(context?.failure).toEqual({ error, code: 'internal_error' });
  });
});
