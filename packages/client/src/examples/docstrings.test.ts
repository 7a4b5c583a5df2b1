import { execFile } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEvents } from '../events/index.ts';
import { createTestServer } from '../testing/index.ts';

// The examples of docstrings, compiled and run. A line `value; // 'this'` says what the value is, and it is. Each that asks has a
// server of its own, which knows of three tasks.

const SOURCES = join(import.meta.dirname, '..');
/** Within the package, so that its names lead to it. */
const FOLDER = join(SOURCES, `../.examples-${process.pid}`);

const files = globSync('**/*.ts', { cwd: SOURCES }).filter((file) => !/\.test\.ts$|^generated\//.test(file));
const examples = files.flatMap((file) =>
  examplesIn(file).map((code, index) => ({ file, name: `${basename(file, '.ts')}-${index}.ts`, code })),
);

/** Between the fences below `@example`, without the stars of the comment. */
function examplesIn(file: string): readonly string[] {
  const text = readFileSync(join(SOURCES, file), 'utf8');
  return [...text.matchAll(/^ +\* @example\n +\* ```ts\n((?: +\*(?! ```).*\n)*) +\* ```$/gm)].map(
    ([, code = '']) => code.replaceAll(/^ +\* ?/gm, ''),
  );
}

/** What a line says of a value becomes a check of it. */
function checked(code: string): string {
  const lines = code.replaceAll(/^(?!const |\/\/)(\S.*); \/\/ (.+)$/gm, 'deepStrictEqual($1, $2);');
  return `import { deepStrictEqual } from 'node:assert';\n${lines}`;
}

const events = createEvents({ source: '/examples' });
const creation = { capability: 'image.generate', model: 'aurora-xl', metadata: { order: '4711' } };
const LIVES = [
  events.created('task_1', creation),
  events.started('task_1'),
  events.progressed('task_1', { percent: 90, stage: 'upscale' }),
  events.charged('task_1', { entry_id: 'charge_1', amount_credits: '40' }),
  events.succeeded('task_1', { output: { url: 'https://cdn.example.com/8e.png' } }),
  events.billingSettled('task_1'),
  events.created('task_2', creation),
  events.started('task_2'),
  events.progressed('task_2', { percent: 42 }),
  events.created('task_3', creation),
  events.failed('task_3', {
    error: { code: 'gpu_lost', message: 'The GPU went away.', retryable: true },
  }),
];

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
  const written = files.flatMap((file) => [
    ...readFileSync(join(SOURCES, file), 'utf8').matchAll(/^ +\* @example/gm),
  ]);
  expect(examples.length).toBe(written.length);
  expect(examples.length).toBeGreaterThan(25);
  for (const { file, code } of examples) expect(checked(code), file).toContain('deepStrictEqual(');
  const tsc = join(SOURCES, '../../../node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [tsc, '--noEmit', '--project', FOLDER]).catch((error) => {
    throw new Error(error.stdout);
  });
});

test.concurrent.for(examples)(
  '$name runs, and its values are as it says',
  async ({ name }, { onTestFinished }) => {
    const server = await createTestServer();
    onTestFinished(() => server.close());
    server.publish(...LIVES);
    const env = { ...process.env, TASKFOLD_API_URL: server.url, TASKFOLD_API_KEY: server.apiKey };
    await promisify(execFile)(process.execPath, [join(FOLDER, name)], { env });
  },
);
