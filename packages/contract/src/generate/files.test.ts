import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { artifacts } from './artifacts.ts';
import { staleArtifacts, writeArtifacts } from './files.ts';
import { jsonSchemas } from './json-schema.ts';
import { compareWithReleases } from './released.ts';

const SCHEMAS = 'packages/contract/generated/json-schema';
const files = artifacts('0.1.0');
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'contract-'));
});
afterEach(() => rm(root, { recursive: true }));

test('what was written is not stale', async () => {
  expect(await staleArtifacts(root, files)).toEqual([...files.keys()]);
  await writeArtifacts(root, files);
  expect(await staleArtifacts(root, files)).toEqual([]);
});

test('names a file that was edited, one that is missing and one that is no longer made', async () => {
  await writeArtifacts(root, files);
  await writeFile(path.join(root, 'docs/reference/errors.md'), 'edited');
  await rm(path.join(root, SCHEMAS, 'task.failed.json'));
  await writeFile(path.join(root, SCHEMAS, 'task.forgotten.json'), '{}');
  expect((await staleArtifacts(root, files)).toSorted()).toEqual([
    'docs/reference/errors.md',
    `${SCHEMAS}/task.failed.json`,
    `${SCHEMAS}/task.forgotten.json`,
  ]);
  await writeArtifacts(root, files);
  expect(await staleArtifacts(root, files)).toEqual([]);
});

const RELEASED = path.resolve(import.meta.dirname, '../../released');

test('no schema breaks with a released version', async () => {
  expect(await compareWithReleases(RELEASED)).toEqual([]);
});

test('a type that is gone and a field that is gone break with the released version', async () => {
  const schemas = new Map(jsonSchemas());
  schemas.delete('task.erased');
  const file = path.join(RELEASED, '0.1.0/task.charged.json');
  const text = (await readFile(file, 'utf8')).replace('"estimated"', '"forecast"');
  schemas.set('task.charged', JSON.parse(text));
  expect(await compareWithReleases(RELEASED, schemas)).toEqual([
    'task.charged breaks with version 0.1.0: /data/estimated: was removed',
    'task.erased of version 0.1.0 is gone',
  ]);
});

test('a comparison without any release is an error', async () => {
  await expect(compareWithReleases(root)).rejects.toThrow('there is no released version');
});
