import {
  anyQuery,
  getTaskQuery,
  listTasksQuery,
  taskUpdatesQuery,
  timelineQuery,
  usageQuery,
} from '@taskfold/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../errors/api-error.ts';
import { readQuery } from './read-query.ts';

const MUST_BE_STATUSES =
  'must be one or more of queued, running, succeeded, failed, canceled, separated by commas';

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
      message: '`ids[0]` must be 1 to 128 of the characters A-Z a-z 0-9 _ -.',
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
    ['metadata=2&metadata[a]=1', '/metadata', 'must be given once'],
    ['order=asc&order=asc', '/order', 'must be given once'],
    ['model[]=a&model[]=b', '/model', 'must be given once'],
    ['needs=usage&needs=refund', '/needs', 'must be given once'],
    ['stauts=a&stauts=b', '/stauts', 'is not known here'],
    ['status=queued,,running', '/status/1', MUST_BE_STATUSES],
    ['status=', '/status/0', MUST_BE_STATUSES],
    ['status=queued&status=done', '/status/1', MUST_BE_STATUSES],
    ['status[a]=queued', '/status', 'must be an array'],
    ['metadata[a~/b]=%00', '/metadata/a~0~1b', 'must be 0 to 512 characters, none of them NUL'],
    ['stauts=queued', '/stauts', 'is not known here'],
    ['model[a]=b', '/model', 'must be 1 to 256 characters, none of them NUL'],
    ['__proto__=1', '/__proto__', 'is not known here'],
    ['__proto__[a]=1', '/__proto__', 'is not known here'],
    ['capability=%00', '/capability', 'must be 1 to 256 characters, none of them NUL'],
    ['created_after=yesterday', '/created_after', 'must be an RFC 3339 time'],
    ['order=up', '/order', 'must be desc or asc'],
    ['ids=a&model=b', '/model', 'cannot be combined with ids'],
    [
      `ids=${Array.from({ length: 101 }, (_, index) => `a${index}`)}`,
      '/ids',
      'must be 1 to 100 ids, separated by commas',
    ],
  ])('is refused where it is %s', (query, param, message) => {
    const [, name = ''] = param.split('/');
    const found = faults(`/v1/tasks?${query}`) as { param: string; message: string }[];
    const sentence = found.find((each) => each.param === param)?.message;
    expect(sentence?.startsWith(`\`${name}`), sentence).toBe(true);
    expect(sentence?.endsWith(`\` ${message}.`), sentence).toBe(true);
  });

  it('takes the values of a list by commas, repeated, and in both ways', () => {
    for (const query of [
      'status=queued,running,failed',
      'status=queued&status=running&status=failed',
      'status=queued,running&status=failed',
      'status[]=queued&status[]=running&status[]=failed',
      'status%5B%5D=queued,running&status=failed',
      'status=queued&status=queued,running&status=failed',
    ]) {
      expect(readQuery(listTasksQuery, `/v1/tasks?${query}`).status, query).toEqual([
        'queued',
        'running',
        'failed',
      ]);
    }
    expect(readQuery(listTasksQuery, '/v1/tasks?ids=a&ids=b,c&expand=input&expand=output')).toMatchObject({
      ids: ['a', 'b', 'c'],
      expand: ['input', 'output'],
    });
    expect(readQuery(taskUpdatesQuery, '/v1/task-updates?expand=usage&expand=all').expand).toEqual([
      'usage',
      'all',
    ]);
    expect(readQuery(usageQuery, '/v1/usage?group_by=day&group_by=model').group_by).toEqual(['day', 'model']);
  });

  it('leaves aside what it does not know where one task is read', () => {
    const more = 'a=1&a=2&b[c]=1&b[c]=2&b=3&__proto__=4&_=5';
    expect(readQuery(getTaskQuery, `/v1/tasks/t?${more}&min_revision=7`)).toEqual({ min_revision: 7 });
    expect(readQuery(anyQuery, `/v1/tasks/t/stream?${more}`)).toEqual({});
  });

  it('reads every pair, whatever objects have by the name of its key themselves', () => {
    const key = fc.oneof(
      fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty'),
      fc.stringMatching(/^[a-z]{1,8}$/),
    );
    const pairs = fc.uniqueArray(fc.tuple(key, fc.stringMatching(/^[a-z]{0,8}$/)), {
      minLength: 1,
      maxLength: 5,
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(pairs, (entries) => {
        const query = entries.map(([name, value]) => `metadata[${name}]=${value}`).join('&');
        const { metadata } = readQuery(listTasksQuery, `/v1/tasks?${query}`);
        expect(new Map(Object.entries(metadata ?? {}))).toEqual(new Map(entries));
        expect(JSON.stringify(metadata)).toBe(JSON.stringify(Object.fromEntries(entries)));
      }),
    );
    expect(faults('/v1/tasks?metadata[__proto__]=%00')).toHaveLength(1);
    expect(faults('/v1/tasks?constructor=1&metadata[a]=1')).toEqual([
      { param: '/constructor', message: expect.stringContaining('is not known here') },
    ]);
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
