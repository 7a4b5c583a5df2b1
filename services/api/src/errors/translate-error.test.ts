import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error.ts';
import { translateError } from './translate-error.ts';

function coded(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}

describe('translateError', () => {
  it('passes an API error through', () => {
    const error = new ApiError('task_not_found');
    expect(translateError(error)).toBe(error);
  });

  it.each([
    coded('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED'),
    Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }),
    coded('read ECONNRESET', 'ECONNRESET'),
    coded('terminating connection due to administrator command', '57P01'),
    coded('the database system is starting up', '57P03'),
    coded('sorry, too many clients already', '53300'),
    coded('could not extend file: No space left on device', '53100'),
    coded('deadlock detected', '40P01'),
    coded('read ENETDOWN', 'ENETDOWN'),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
  ])('says of %s that the service is away and when to come back', (error) => {
    const shown = translateError(error);
    expect(shown.code).toBe('service_unavailable');
    expect(shown.status).toBe(503);
    expect(shown.headers).toEqual(['Retry-After', '2']);
    expect(shown.cause).toBe(error);
  });

  it.each([
    coded('canceling statement due to statement timeout', '57014'),
    coded('canceling statement due to lock timeout', '55P03'),
    coded('terminating connection due to transaction timeout', '25P04'),
  ])('calls a statement that was stopped a timeout: %s', (error) => {
    const shown = translateError(error);
    expect(shown.code).toBe('timeout');
    expect(shown.status).toBe(504);
  });

  it.each([
    new Error('boom'),
    coded('column does not exist', '42703'),
    'a string',
    null,
    undefined,
    { code: 404 },
  ])('shows nothing of %s', (error) => {
    const shown = translateError(error);
    expect(shown.code).toBe('internal_error');
    expect(shown.message).not.toContain('boom');
    expect(shown.message).not.toContain('column');
  });
});
