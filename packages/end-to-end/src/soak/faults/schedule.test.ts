import { createRandom } from '@taskfold/fold/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FAULT_KINDS, faultSchedule } from './schedule.ts';

test('every kind of fault comes before any comes again, in the same order for the same seed', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const [one, other] = [faultSchedule(createRandom(seed)), faultSchedule(createRandom(seed))];
      for (let round = 0; round < 3; round++) {
        const kinds = FAULT_KINDS.map(() => one.next().value);
        expect(new Set(kinds)).toEqual(new Set(FAULT_KINDS));
        expect(FAULT_KINDS.map(() => other.next().value)).toEqual(kinds);
      }
    }),
  );
});
