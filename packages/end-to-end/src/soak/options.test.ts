import { expect, test } from 'vitest';
import { FAULT_KINDS } from './faults/schedule.ts';
import { parseSoakOptions, USAGE } from './options.ts';

test('the options are what the help says of them', () => {
  const options = parseSoakOptions([]);
  expect(options).toMatchObject({
    minutes: 20,
    rate: 500,
    killEvery: 20,
    sabotage: null,
    faults: FAULT_KINDS,
  });
  expect(
    parseSoakOptions(['--sabotage=drop', '--faults', 'kill an API, kill a broker', '--seed', '7']),
  ).toMatchObject({
    sabotage: 'drop',
    faults: ['kill an API', 'kill a broker'],
    seed: 7,
  });
  expect(parseSoakOptions(['--help'])).toBeNull();
  const named = [...USAGE.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(10);
});

test.each([
  [['--minutes', '0'], '--minutes is a number from 0.1'],
  [['--rate', ''], '--rate is a number'],
  [['--brokers', '2'], '--brokers is 1 or 3'],
  [['--sabotage', 'burn'], '--sabotage is one of drop, double, reorder'],
  [['--faults', 'kill me'], '"kill me" is none of them'],
  [['--bogus'], 'Unknown option'],
])('%j is refused in words', (args, words) => {
  expect(() => parseSoakOptions(args)).toThrow(words);
});
