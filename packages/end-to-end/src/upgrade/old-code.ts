import { access, cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { runCommand } from '../harness/command.ts';
import { ROOT } from '../harness/root.ts';

const FOLDER = join(ROOT, '.taskfold/upgrade');

/**
 * The code of a commit, ready to run, in a folder of the project's own; kept for the next time. Its packages are those of this working
 * tree, linked, where it wants the same ones; else npm brings them.
 *
 * @returns the top of it
 */
export async function oldCode(commit: string, say: (text: string) => void): Promise<string> {
  const root = join(FOLDER, commit);
  if (await isThere(join(root, 'package.json'))) return root;
  await mkdir(FOLDER, { recursive: true });
  const unfinished = await mkdtemp(join(FOLDER, 'unfinished-'));
  try {
    await shell(`git archive ${commit} | tar -x -C "$0"`, unfinished);
    if (await wantsTheSame(unfinished)) await linkPackages(unfinished);
    else {
      say('it wants other packages: npm ci');
      await runCommand({ command: 'npm', args: ['ci', '--no-audit', '--no-fund'], cwd: unfinished });
    }
    await runCommand({
      command: 'npm',
      args: ['run', '--silent', 'generate:client', '--workspace', '@taskfold/database'],
      // Prisma downloads an engine, which nothing here uses, unless it is told of a program that exists.
      env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
      cwd: unfinished,
    });
    await rename(unfinished, root);
    return root;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      link: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
});

/** Whether all that the old lock file names is here, in the same place and version, and patched alike. */
async function wantsTheSame(root: string): Promise<boolean> {
  const [wanted, here] = await Promise.all([lockOf(root), lockOf(ROOT)]);
  const same = Object.entries(wanted).every(
    ([folder, { version, link }]) =>
      link === true || !folder.includes('node_modules/') || here[folder]?.version === version,
  );
  if (!same) return false;
  const patches = await shell('diff -r "$0/packages/kafka/patches" packages/kafka/patches || true', root);
  return patches === '';
}

async function lockOf(root: string) {
  return lockSchema.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'))).packages;
}

/** Links to each file, so that what lies beside them (`@taskfold/…` → `../../packages/…`) is that of the old code. */
async function linkPackages(root: string): Promise<void> {
  const found = await shell('ls -d node_modules */*/node_modules', ROOT);
  for (const folder of found.trim().split('\n')) {
    const to = join(root, folder);
    if (!(await isThere(dirname(to)))) continue;
    if (process.platform === 'linux') await shell(`cp -al "${join(ROOT, folder)}" "$0"`, to);
    else await cp(join(ROOT, folder), to, { recursive: true, verbatimSymlinks: true });
  }
}

/** @param folder `$0` of the script */
async function shell(script: string, folder: string): Promise<string> {
  return await runCommand({ command: 'bash', args: ['-o', 'pipefail', '-c', script, folder] });
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
