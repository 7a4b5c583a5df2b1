import { describe, expect, it } from 'vitest';
import { clampTime } from './clamp.ts';
import { at } from './testing/index.ts';

describe('clampTime', () => {
  it('leaves a time in the past, and one up to five minutes ahead of the record', () => {
    expect(clampTime(at(0), at(3600))).toBe(at(0));
    expect(clampTime(at(300), at(0))).toBe(at(300));
    expect(clampTime(at(300, 7), at(0, 7))).toBe(at(300, 7));
  });

  it('takes the time of the record from a microsecond more', () => {
    expect(clampTime(at(300, 1), at(0))).toBe(at(0));
    expect(clampTime(at(300, 8), at(0, 7))).toBe(at(0, 7));
    expect(clampTime(at(86_400 * 365), at(1))).toBe(at(1));
  });
});
