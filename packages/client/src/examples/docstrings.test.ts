import { execFile } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The examples of docstrings, compiled and run. A line `value; // 'this'` says what the value is, and it is.

const SOURCES = join(import.meta.dirname, '..');
/** Within the package, so that its names lead to it. */
const FOLDER = join(SOURCES, `../.examples-${process.pid}`);

const examples = globSync('{events,kafka,updates,reporter,ai-sdk,bullmq}/**/*.ts', { cwd: SOURCES })
  .filter((file) => !file.endsWith('.test.ts'))
  .flatMap((file) =>
    examplesIn(file).map((code, index) => ({ file, name: `${basename(file, '.ts')}-${index}.ts`, code })),
  );

/** Between the fences below `@example`, without the stars of the comment. */
function examplesIn(file: string): readonly string[] {
  const text = readFileSync(join(SOURCES, file), 'utf8');
  return [...text.matchAll(/^ \* @example\n \* ```ts\n([^`]*)^ \* ```$/gm)].map(([, code = '']) =>
    code.replaceAll(/^ \* ?/gm, ''),
  );
}

/** What a line says of a value becomes a check of it. */
function checked(code: string): string {
  const lines = code.replaceAll(/^(?!const |\/\/)(\S.*); \/\/ (.+)$/gm, 'deepStrictEqual($1, $2);');
  return `import { deepStrictEqual } from 'node:assert';\n${lines}`;
}

beforeAll(() => {
  mkdirSync(FOLDER);
  for (const { name, code } of examples) writeFileSync(join(FOLDER, name), checked(code));
  const configuration = { extends: '../tsconfig.json', include: ['*.ts'] };
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(configuration));
});
afterAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
});

test('each says something of a value, and they compile', async () => {
  expect(examples.length).toBeGreaterThan(5);
  for (const { file, code } of examples) expect(checked(code), file).toContain('deepStrictEqual(');
  const tsc = join(SOURCES, '../../../node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [tsc, '--noEmit', '--project', FOLDER]).catch((error) => {
    throw new Error(error.stdout);
  });
});

test.for(examples)('$name runs, and its values are as it says', async ({ name }) => {
  await promisify(execFile)(process.execPath, [join(FOLDER, name)]);
});
