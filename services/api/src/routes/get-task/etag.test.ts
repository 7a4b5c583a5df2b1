import fc from 'fast-check';
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

  it('tells whether a list holds the tag, whatever the others are, commas among them', () => {
    const others = fc.stringMatching(/^"[!#-~]{0,6}"$/).filter((tag) => !/^"r12(--?|;|"$)/.test(tag));
    const weak = fc.constantFrom('', 'W/');
    const entries = fc.array(
      fc.tuple(weak, others).map((parts) => parts.join('')),
      { minLength: 1, maxLength: 4 },
    );
    const ours = fc.tuple(weak, fc.constantFrom('"r12"', '"r12-gzip"', '"r12--br"', '"r12;zstd"'));
    fc.assert(
      fc.property(entries, ours, fc.nat(), fc.constantFrom(',', ', ', ' , '), (list, own, where, comma) => {
        expect(matchesEtag(list.join(comma), '"r12"')).toBe(false);
        const index = where % (list.length + 1);
        expect(matchesEtag(list.toSpliced(index, 0, own.join('')).join(comma), '"r12"')).toBe(true);
      }),
    );
  });
});
