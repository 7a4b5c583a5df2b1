import { describe, expect, it } from 'vitest';
import { readBearer } from './bearer.ts';

describe('readBearer', () => {
  it('tells no header from a header that says nothing', () => {
    expect(readBearer(undefined)).toEqual({ kind: 'missing' });
    expect(readBearer('')).toEqual({ kind: 'malformed' });
  });

  it.each(['Bearer sk-abc', 'bearer sk-abc', 'BEARER sk-abc', 'Bearer   sk-abc', 'Bearer\tsk-abc', 'sk-abc'])(
    'reads %j',
    (header) => {
      expect(readBearer(header)).toEqual({ kind: 'token', token: 'sk-abc' });
    },
  );

  it.each([
    'Bearer ',
    'sk-a sk-b',
    'sk-a, sk-b',
    'sk-a, Bearer sk-b',
    'Bearer sk-a sk-b',
    'Bearer sk-a, Bearer sk-b',
    'Basic c2stYWJj',
    ' Bearer sk-abc',
    'Bearer sk-ä',
  ])('refuses %j', (header) => {
    expect(readBearer(header)).toEqual({ kind: 'malformed' });
  });
});
