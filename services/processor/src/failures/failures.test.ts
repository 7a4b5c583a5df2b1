import { describe, expect, it } from 'vitest';
import { classifyFailure } from './classify.ts';
import { createFloodBreaker } from './flood-breaker.ts';

describe('the class of a failure', () => {
  it.each([
    ['40001', 'transient'],
    ['57P01', 'transient'],
    ['53300', 'transient'],
    ['ECONNREFUSED', 'transient'],
    ['42P01', 'systemic'],
    ['42501', 'systemic'],
    ['28P01', 'systemic'],
    ['23505', 'systemic'],
    ['22P05', 'record'],
    ['', 'systemic'],
  ] as const)('%s is %s', (code, expected) => {
    expect(classifyFailure(Object.assign(new Error('failed'), { code }))).toBe(expected);
  });

  it('knows a broken connection by what pg says of it', () => {
    expect(classifyFailure(new Error('Connection terminated unexpectedly'))).toBe('transient');
  });
});

describe('the flood breaker', () => {
  it('halts at 200 dead letters among the last 1000 records', () => {
    const breaker = createFloodBreaker();
    for (let index = 0; index < 199; index++) expect(breaker.add(true)).toBe(false);
    for (let index = 0; index < 801; index++) expect(breaker.add(false)).toBe(false);
    expect(breaker.add(true)).toBe(false);
    expect(breaker.add(true)).toBe(false);
    const flood = createFloodBreaker();
    for (let index = 0; index < 199; index++) flood.add(true);
    expect(flood.add(true)).toBe(true);
  });
});
