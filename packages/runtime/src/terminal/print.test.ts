import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { print, printError } from './print.ts';

const ROOT = join(import.meta.dirname, '../../../..');

/** Print nothing of outside: what is ours alone, or what tests and tools of developers say. */
const OTHERS = [
  'packages/chart-check/src/helm/main.ts',
  'packages/client/src/generate/main.ts',
  'packages/console/src/task/snippets.ts',
  'packages/contract/src/generate/main.ts',
  'packages/end-to-end/src/console/harness/shared/main.ts',
  'packages/end-to-end/src/console/first-paint/main.ts',
  'packages/end-to-end/src/console/many-rows/main.ts',
  'packages/end-to-end/src/console/pictures/main.ts',
  'packages/end-to-end/src/harness/tally.ts',
  'packages/end-to-end/src/producers/main.ts',
  'packages/end-to-end/src/python/main.ts',
  'packages/end-to-end/src/python/step.ts',
  'packages/end-to-end/src/runtimes/tried/command-main.ts',
  'packages/end-to-end/src/schemathesis/main.ts',
  'packages/site/src/check-built/main.ts',
  'packages/site/src/snippets/main.ts',
  'packages/webhooks/src/libraries/main.ts',
  'packages/runtime/src/terminal/print.ts',
  'packages/runtime/src/logger/standard-output.ts',
  'services/processor/proofs/crash-matrix/faulty-database.ts',
  'services/processor/proofs/mutations/main.ts',
  'services/processor/proofs/simulation/main.ts',
];

it('lets no control character through', () => {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  print('a\u001b[2J\n');
  printError('b\u009b\n');
  expect([out.mock.calls[0]?.[0], err.mock.calls[0]?.[0]]).toEqual(['a\\u001b[2J\n', 'b\\u009b\n']);
  vi.restoreAllMocks();
});

/** Without what is written about it. */
const codeOf = (file: string) => readFileSync(file, 'utf8').replaceAll(/^ *\*.*$/gm, '');

it('is how every command writes', () => {
  const files = globSync('{packages,services}/*/{src,proofs}/**/*.ts', { cwd: ROOT });
  const writing = files
    .filter((file) => !/\.test\.ts$|\/testing\/|\/generated\//.test(file))
    .filter((file) => /std(?:out|err)\.write\(|console\.\w+\(/.test(codeOf(join(ROOT, file))));
  expect(writing.filter((file) => !OTHERS.includes(file))).toEqual([]);
});
