import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
  await run(process.execPath, [join(PACKAGE, 'src/build/main.ts')]);
  await run('npm', ['pack', join(PACKAGE, 'dist'), '--pack-destination', folder], { cwd: folder });
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
  expect(Object.keys(analysis.entrypoints)).toContain('./reporter/node');
  // It is of ES modules alone, and older resolution knows no `exports`.
  const others = analysis.problems.filter(
    (problem) =>
      problem.kind !== 'CJSResolvesToESM' &&
      !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
  );
  expect(others).toEqual([]);
});
