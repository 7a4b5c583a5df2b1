import { expect, test } from 'vitest';
import { sampleTask } from '../testing/sample-task.ts';
import { isDecidable, passesFilters, readFilters, withStatus } from './filters.ts';

test('of an address only filters are read, with values that they can have', () => {
  const given = {
    status: 'queued,running',
    model: 'painter-2',
    needs: 'refund',
    'metadata[user]': 'u1',
    created_after: '2026-01-01T00:00:00Z',
  };
  expect(
    readFilters({ ...given, constructor: 'x', cursor: 'y', ids: 'z', project_id: '', error_code: 3 }),
  ).toEqual(given);
  expect(
    readFilters({
      status: 'done',
      needs: 'money',
      callback_status: 'x',
      created_before: 'soon',
      without: 'project_id,money',
    }),
  ).toEqual({});
});

test('a status comes and goes', () => {
  const one = withStatus({ model: 'm' }, 'running');
  expect(withStatus(one, 'queued')).toEqual({ model: 'm', status: 'queued,running' });
  expect(withStatus(one, 'running')).toEqual({ model: 'm' });
});

test.each<[Parameters<typeof readFilters>[0], boolean]>([
  [{ status: 'queued,failed' }, true],
  [{ status: 'running' }, false],
  [{ capability: 'image.generate', model: 'painter-2' }, true],
  [{ 'metadata[user]': 'u1' }, true],
  [{ 'metadata[toString]': 'u1' }, false],
  [{ error_code: 'out_of_memory' }, true],
  [{ callback_status: 'failed' }, true],
  [{ project_id: 'p' }, false],
  [{ api_key_id: 'key_1' }, true],
  [{ api_key_id: 'key_2' }, false],
  [{ without: 'project_id' }, true],
  [{ without: 'project_id,api_key_id' }, false],
  [{ created_after: '2026-01-01T00:00:00.000Z' }, true],
  [{ created_before: '2026-01-01T00:00:00.000Z' }, false],
])('%j: %s', (filters, passes) => {
  const task = sampleTask({
    metadata: { user: 'u1' },
    api_key_id: 'key_1',
    error: { code: 'out_of_memory', message: '', retryable: true, param: null, details: null },
    callback: {
      url: null,
      status: 'failed',
      attempt_count: 1,
      delivered_at: null,
      last_error: null,
      next_attempt_at: null,
      last_status_code: null,
    },
  });
  expect(passesFilters(task, readFilters(filters))).toBe(passes);
});

test('what a task needs is for the API to decide', () => {
  expect(isDecidable({ model: 'm' })).toBe(true);
  expect(isDecidable({ needs: 'refund' })).toBe(false);
});
