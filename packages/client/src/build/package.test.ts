import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, test } from 'vitest';

// What is packed, as those who install it have it.

const PACKAGE = join(import.meta.dirname, '../..');
const run = promisify(execFile);

let folder: string;
let tarball: Uint8Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskfold-package-'));
  const built = join(folder, 'built');
  await run(process.execPath, [join(PACKAGE, 'src/build/main.ts'), built]);
  await run('npm', ['pack', built, '--pack-destination', folder], { cwd: folder });
  tarball = await readFile(join(folder, 'taskfold-client-0.1.0.tgz'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('publint has nothing to say of it', async () => {
  const buffer = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength);
  const { messages } = await publint({ pack: { tarball: buffer as ArrayBuffer }, level: 'suggestion' });
  expect(messages).toEqual([]);
});

test('types are as what runs, wherever they are resolved', async () => {
  const analysis = await checkPackage(createPackageFromTarballData(tarball));
  if (!analysis.types) throw new Error('It has no types.');
  expect(Object.keys(analysis.entrypoints)).toEqual(expect.arrayContaining(['./reporter/node', './testing']));
  // It is of ES modules alone, and older resolution knows no `exports`.
  const others = analysis.problems.filter(
    (problem) =>
      problem.kind !== 'CJSResolvesToESM' &&
      !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
  );
  expect(others).toEqual([]);
});

/** Compressed: it brings the fold, the contract and Zod along, and nothing of Kafka, for tests alone. */
const MOST_BYTES_FOR_TESTS = 100_000;

test('the entry for tests brings all along that it needs, with its licences', async () => {
  const project = join(folder, 'project');
  await mkdir(project);
  await run('tar', ['-xzf', join(folder, 'taskfold-client-0.1.0.tgz'), '-C', project]);
  const testing = join(project, 'package/testing');
  const code = await readFile(join(testing, 'index.js'));
  expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(MOST_BYTES_FOR_TESTS);
  const imported = [...code.toString().matchAll(/^import .*? from "(.+)";$/gm)].map(([, name]) => name);
  expect(imported.filter((name) => !name?.startsWith('node:'))).toEqual([]);
  expect(imported.length).toBeGreaterThan(2);
  const licences = await readFile(join(testing, 'LICENSES.txt'), 'utf8');
  expect(licences).toMatch(/^zod \d/m);
  expect(licences).toMatch(/^big\.js \d/m);
  expect(await readdir(testing)).toEqual([
    'LICENSES.txt',
    'create-test-server.d.ts',
    'index.d.ts',
    'index.js',
    'test-server.d.ts',
  ]);
  await writeFile(join(project, 'ask.mjs'), ASKING);
  expect((await run(process.execPath, [join(project, 'ask.mjs')])).stdout).toBe('succeeded\n');
});

const ASKING = `
  import { Taskfold } from './package/index.js';
  import { createEvents } from './package/events/index.js';
  import { createTestServer } from './package/testing/index.js';

  const server = await createTestServer();
  const taskfold = new Taskfold({ apiKey: server.apiKey, baseUrl: server.url });
  const events = createEvents({ source: '/tests' });
  server.publish(events.created('t', { capability: 'c', model: 'm' }), events.succeeded('t', {}));
  process.stdout.write((await taskfold.tasks.wait('t')).status + '\\n');
  await server.close();
`;
