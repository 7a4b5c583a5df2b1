import { describe, expect, it } from 'vitest';
import { requestIdFor } from './request-id.ts';

const GIVEN = /^req_[0-9A-HJKMNP-TV-Z]{26}$/;

describe('requestIdFor', () => {
  it.each(['a', 'req_1', 'A-Z_09', '4bf92f35/b34d.6a3c:7+1=', '{"a":1}', 'x'.repeat(256)])(
    'keeps %s',
    (id) => {
      expect(requestIdFor(id)).toBe(id);
    },
  );

  it.each([undefined, '', 'x'.repeat(257), 'with space', 'two, ids', 'ünïcode', 'new\nline', '\u007f'])(
    'gives a new one instead of %j',
    (id) => {
      expect(requestIdFor(id)).toMatch(GIVEN);
    },
  );

  it('never gives the same id twice', () => {
    const ids = Array.from({ length: 20_000 }, () => requestIdFor(undefined));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
