import { expect, test } from 'vitest';
import { API_ERRORS, type ApiErrorCode, apiErrorBody } from './errors.ts';

const codes = Object.keys(API_ERRORS) as ApiErrorCode[];

test.each(codes)('%s has a status of an error, and retryable only where trying again may help', (code) => {
  const { status, retryable, message } = API_ERRORS[code];
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(600);
  if (retryable) expect([408, 409, 429, 503, 504]).toContain(status);
  const body = { error: { code, message, retryable, request_id: 'req_1' } };
  expect(apiErrorBody.parse(body)).toEqual(body);
});

test('a code outside the table is no error of the API', () => {
  const error = { code: 'oops', message: 'm', retryable: false, request_id: 'req_1' };
  expect(apiErrorBody.safeParse({ error }).success).toBe(false);
});
