import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('the tests that a page shows pass', async () => {
  const file = join(import.meta.dirname, '../snippets/asking/testing.test.ts');
  // Another runner than this one: what it says of itself to its children would be taken for theirs.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ['--test', file], { env });
  expect(stdout).toMatch(/^\D*pass 3$/m);
  expect(stdout).toMatch(/^\D*fail 0$/m);
});
