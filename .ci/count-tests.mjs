import { readFileSync } from 'node:fs';

/**
 * What a JSON report of vitest says, or of what test:python writes like one; a test that was skipped counts as failed, because
 * a skipped test is not a passed one. A report that is not there counts as one that failed.
 *
 * @param {string} file
 */
export function countTests(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const withoutTests = report.testResults.filter(
      (/** @type {{ status: string, assertionResults: unknown[] }} */ { status, assertionResults }) =>
        status === 'failed' && assertionResults.length === 0,
    );
    const passed = Number(report.numPassedTests);
    return { passed, failed: report.numTotalTests - passed + withoutTests.length };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
