// Prints "PASSED FAILED" of a JSON report of vitest, or of what test:python writes like one; a test that was skipped counts as failed, because a skipped test is
// not a passed one.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const suitesWithoutTests = report.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.length === 0,
);
const failed = report.numTotalTests - report.numPassedTests + suitesWithoutTests.length;
process.stdout.write(`${report.numPassedTests} ${failed}\n`);
