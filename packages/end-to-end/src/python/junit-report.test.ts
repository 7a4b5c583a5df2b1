import { expect, it } from 'vitest';
import { reportOf } from './junit-report.ts';

const report = (counts: string) =>
  `<?xml version="1.0"?><testsuites><testsuite name="pytest" ${counts} time="1.2">`;

it('counts what passed, and nothing that was skipped', () => {
  expect(reportOf(report('errors="1" failures="2" skipped="3" tests="10"'))).toEqual({
    numTotalTests: 10,
    numPassedTests: 4,
    testResults: [],
  });
});

it.each(['', report('tests="10"')])('refuses a report that says nothing: %j', (xml) => {
  expect(() => reportOf(xml)).toThrow(/The report has no/);
});
