import { listTasksQuery, timelineQuery } from '@taskfold/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../errors/api-error.ts';
import { readQuery } from './read-query.ts';

function faults(url: string): unknown {
  try {
    return readQuery(listTasksQuery, url);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'invalid_request') return error.details?.errors;
    throw error;
  }
}

describe('the query of a request', () => {
  it('has defaults', () => {
    expect(readQuery(listTasksQuery, '/v1/tasks')).toEqual({ limit: 20, order: 'desc' });
    expect(readQuery(listTasksQuery, '/v1/tasks?')).toEqual({ limit: 20, order: 'desc' });
  });

  it('is read by its schema', () => {
    const url =
      '/v1/tasks?status=queued,running&limit=100&order=asc&metadata[campaign]=autumn%20sale&metadata%5Border%5D=' +
      '&created_after=2026-11-24T12:00:00%2B02:00&expand=all&needs=refund&ids=';
    expect(readQuery(listTasksQuery, url.replace('&ids=', ''))).toEqual({
      status: ['queued', 'running'],
      limit: 100,
      order: 'asc',
      metadata: { campaign: 'autumn sale', order: '' },
      created_after: '2026-11-24T10:00:00.000000Z',
      expand: ['all'],
      needs: 'refund',
    });
    expect(faults(url)).toContainEqual({
      param: '/ids/0',
      message: 'must be 1 to 128 of the characters A-Z a-z 0-9 _ -',
    });
  });

  it.each([
    ['limit=0', '/limit', 'must be a whole number from 1 to 100'],
    ['limit=101', '/limit', 'must be a whole number from 1 to 100'],
    ['limit=', '/limit', 'must be a whole number from 1 to 100'],
    ['limit=1e1', '/limit', 'must be a whole number from 1 to 100'],
    ['limit=-1', '/limit', 'must be a whole number from 1 to 100'],
    ['limit=1&limit=2', '/limit', 'must be given once'],
    ['metadata[a]=1&metadata[a]=2', '/metadata/a', 'must be given once'],
    ['metadata[a]=1&metadata=2', '/metadata', 'must be given once'],
    ['metadata=2&metadata[a]=1', '/metadata/a', 'must be given once'],
    ['metadata[]=2', '/metadata/', 'is not a key that metadata can have'],
    ['metadata[a~/b]=%00', '/metadata/a~0~1b', 'must be 0 to 512 characters, none of them NUL'],
    ['stauts=queued', '/stauts', 'is not known here'],
    ['model[a]=b', '/model', 'must be 1 to 256 characters, none of them NUL'],
    ['__proto__=1', '/__proto__', 'is not known here'],
    ['__proto__[a]=1', '/__proto__', 'is not known here'],
    ['capability=%00', '/capability', 'must be 1 to 256 characters, none of them NUL'],
    ['created_after=yesterday', '/created_after', 'must be an RFC 3339 time'],
    ['order=up', '/order', 'must be desc or asc'],
    ['ids=a&model=b', '/model', 'cannot be combined with ids'],
    ['ids=a&cursor=b', '/cursor', 'cannot be combined with ids'],
    [`ids=${'a,'.repeat(100)}a`, '/ids', 'must be 1 to 100 ids, separated by commas'],
  ])('is refused where it is %s', (query, param, message) => {
    expect(faults(`/v1/tasks?${query}`)).toContainEqual({ param, message });
  });

  it('names every fault at once', () => {
    expect(faults('/v1/tasks?limit=x&order=y&what=z')).toHaveLength(3);
  });

  it('is read or refused, and never anything else', () => {
    const name = fc.oneof(
      fc.constantFrom('limit', 'status', 'metadata[a]', 'metadata', 'cursor'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string({ unit: 'binary' }))), (pairs) => {
        const query = pairs.map(([key, value]) => `${encodeURIComponent(key)}=${safe(value)}`).join('&');
        faults(`/v1/tasks?${query}`);
      }),
    );
  });

  it('is no matter of bad escapes', () => {
    expect(() => readQuery(timelineQuery, '/x?cursor=%zz%')).not.toThrow();
  });
});

function safe(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}
