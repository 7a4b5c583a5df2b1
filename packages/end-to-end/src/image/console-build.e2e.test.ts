import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../harness/command.ts';
import { ROOT } from '../harness/root.ts';
import { copiedFiles } from './image-files.ts';

/** Folders and files that a stage of the Dockerfile has from the repository before it runs a command. */
async function copiedBefore(stage: string, command: string): Promise<string[]> {
  const text = await readFile(join(ROOT, 'Dockerfile'), 'utf8');
  const [, ofStage = ''] = text.split(` AS ${stage}\n`);
  const [before = '', after] = ofStage.split(command);
  if (after === undefined || before.includes('\nFROM ')) throw new Error(`${stage} does not run ${command}`);
  return [...before.matchAll(/^COPY (?!--from)(\S+) /gm)].map(([, path = '']) => path);
}

// Where no Docker engine is, the stage is made of the same files: a package that the console has come to import would be missing there.
test('the console is built of what its stage of the image has', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'taskfold-image-'));
  onTestFinished(() => rm(copy, { recursive: true, force: true }));
  const paths = await copiedBefore('tools', 'RUN npm run build --workspace @taskfold/console');
  expect(paths).toContain('packages/console');
  const folders = paths.filter((path) => /^packages\/[^/]+$/.test(path));
  const manifests = (await readdir(join(ROOT, 'packages'))).map((name) => `packages/${name}/package.json`);
  for (const path of [
    'tsconfig.base.json',
    'package.json',
    ...manifests,
    ...copiedFiles(folders).map(({ path }) => path),
  ]) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await cp(join(ROOT, path), join(copy, path));
  }
  // Packages of others as npm has installed them, also those that lie with one of ours; ours are those of the stage.
  for (const folder of ['.', ...folders].map((path) => join(path, 'node_modules'))) {
    if (!existsSync(join(ROOT, folder))) continue;
    await mkdir(join(copy, folder), { recursive: true });
    for (const name of await readdir(join(ROOT, folder)))
      if (name !== '@taskfold') await symlink(join(ROOT, folder, name), join(copy, folder, name));
  }
  await mkdir(join(copy, 'node_modules/@taskfold'));
  for (const name of await readdir(join(ROOT, 'packages')))
    await symlink(join(copy, 'packages', name), join(copy, 'node_modules/@taskfold', name));

  await runCommand({
    command: process.execPath,
    args: ['src/build/main.ts'],
    cwd: join(copy, 'packages/console'),
  });
  const built = await readdir(join(copy, 'packages/console/dist'), { recursive: true });
  expect(built).toContain('index.html');
  expect(built.filter((path) => path.endsWith('.js.br')).length).toBeGreaterThan(3);
});
