/** What `.ci/count-tests.mjs` reads of a report of vitest. */
interface CountedTests {
  readonly numTotalTests: number;
  readonly numPassedTests: number;
  readonly testResults: readonly never[];
}

/**
 * The counts of a JUnit report of pytest. A test that was skipped did not pass.
 *
 * @throws an `Error` for a report without counts
 */
export function reportOf(xml: string): CountedTests {
  const suite = /<testsuite [^>]*>/.exec(xml)?.[0];
  if (suite === undefined) throw new Error('The report has no test suite.');
  const attributes = new Map(
    [...suite.matchAll(/ (\w+)="(\d+)"/g)].map(([, name, text]) => [name, Number(text)]),
  );
  const count = (name: string) => attributes.get(name) ?? Number.NaN;
  const [total, ...others] = ['tests', 'failures', 'errors', 'skipped'].map(count);
  const numTotalTests = total ?? Number.NaN;
  const numPassedTests = others.reduce((left, each) => left - each, numTotalTests);
  if (Number.isNaN(numPassedTests)) throw new Error(`The report has no counts: ${suite}`);
  return { numTotalTests, numPassedTests, testResults: [] };
}
