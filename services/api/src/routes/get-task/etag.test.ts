import { describe, expect, it } from 'vitest';
import { matchesEtag, taskEtag } from './etag.ts';

describe('taskEtag', () => {
  it('is the quoted revision', () => expect(taskEtag(12)).toBe('"r12"'));
});

describe('matchesEtag', () => {
  it.each([
    '"r12"',
    ' "r12" ',
    'W/"r12"',
    '*',
    ' * ',
    '"r1", "r12"',
    '"r12","r13"',
    'W/"r1" , W/"r12"',
    '"a,b", "r12"',
    '"r12-gzip"',
    'W/"r12-gzip"',
    '"r12-br"',
    '"r12--gzip"',
    '"r12;gzip"',
    '"r1-gzip", "r12-gzip"',
  ])('%j names "r12"', (header) => {
    expect(matchesEtag(header, '"r12"')).toBe(true);
  });

  it.each([
    undefined,
    '',
    '"r1"',
    '"r123"',
    'r12',
    'w/"R12"',
    '"x"r12"',
    '*, "r1"',
    '"r1-gzip"',
    '"r12-gzip-gzip"',
    '"r12-"',
    '"r12gzip"',
    '"',
    '""',
    `"${'x'.repeat(5000)}`,
  ])('%j does not', (header) => {
    expect(matchesEtag(header, '"r12"')).toBe(false);
  });
});
