import { expect, test } from 'vitest';
import { FaultWindows } from '../faults/fault-windows.ts';
import { Findings } from '../findings.ts';
import { Held } from './held.ts';

function holding(repeatsMs: number) {
  const [findings, windows] = [new Findings(), new FaultWindows()];
  return { findings, windows, held: new Held({ where: 'here', findings, windows, repeatsMs }) };
}

test('revisions that rise are right, and the end is the first that was told', () => {
  const { findings, held } = holding(0);
  held.told('t', 1, false, 100);
  held.told('t', 4, true, 200);
  held.told('t', 5, true, 300);
  expect([held.revision('t'), held.endedAt('t'), held.ends, findings.total()]).toEqual([5, 200, 1, 0]);
});

test('one that comes again is doubled, one that goes back is wrong, unless something was broken', () => {
  const { findings, windows, held } = holding(0);
  held.told('t', 4, false, 10_000);
  held.told('t', 4, false, 10_100);
  held.told('t', 3, false, 10_200);
  expect([findings.count('doubled'), findings.count('wrong')]).toEqual([1, 1]);
  windows.open('a fault', 20_000)(21_000);
  held.told('t', 4, false, 20_500);
  held.told('t', 3, false, 22_500);
  expect([findings.total(), held.repeats, held.last('t'), held.revision('t')]).toEqual([2, 4, 3, 4]);
  held.told('t', 3, false, 24_000);
  expect(findings.count('wrong')).toBe(2);
});

test('where a state may come again for the next change, only one that goes back is wrong', () => {
  const { findings, held } = holding(Number.POSITIVE_INFINITY);
  held.told('t', 4, false, 100);
  held.told('t', 4, false, 200);
  held.told('t', 2, false, 300);
  expect([findings.count('doubled'), findings.count('wrong')]).toEqual([0, 1]);
});

test('for a time after something was broken a state may come again, and none that is older', () => {
  const { findings, windows, held } = holding(60_000);
  windows.open('a fault', 20_000)(21_000);
  held.told('t', 4, false, 22_000);
  held.told('t', 4, false, 80_000);
  expect(findings.total()).toBe(0);
  held.told('t', 4, false, 82_000);
  held.told('t', 3, false, 80_000);
  expect([findings.count('doubled'), findings.count('wrong')]).toEqual([1, 1]);
});
