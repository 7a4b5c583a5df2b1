import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, '../../..');
const PACKAGES = ['contract', 'fold'];
/** What the recipes touch, and what checks it. */
const COPIED = [
  ...PACKAGES.map((name) => `packages/${name}`),
  'packages/database/src/migrations/task-model.test.ts',
  'services/api/package.json',
  'services/api/src/routes/list-tasks',
  'prisma',
  'tsconfig.base.json',
];
const FILTERS = 'services/api/src/routes/list-tasks/task-filters.ts';
const PATCH = /```diff (\S+)\n([\s\S]*?)```/g;

interface Patch {
  readonly file: string;
  readonly lines: readonly string[];
}

async function recipes(): Promise<ReadonlyMap<string, readonly Patch[]>> {
  const text = await readFile(path.join(ROOT, 'docs/changing.md'), 'utf8');
  const sections = text.split('\n## ').slice(1);
  const all = sections.map((section) => {
    const patches = [...section.matchAll(PATCH)].map(([, file = '', body = '']) => ({
      file,
      lines: body.split('\n').slice(0, -1),
    }));
    return [section.slice(0, section.indexOf('\n')), patches] as const;
  });
  return new Map(all.filter(([, patches]) => patches.length > 0));
}

/** @throws Error where the lines that show the place are not there, or there twice */
function applied(before: string, { file, lines }: Patch): string {
  const without = (signs: string) =>
    lines.filter((line) => !signs.includes(line.charAt(0))).map((line) => `${line.slice(1)}\n`);
  const [place, after] = [without('+').join(''), without('-').join('')];
  if (place === '' && before === '') return after;
  const parts = before.split(place);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} places like\n${place}`);
  return parts.join(after);
}

async function apply(folder: string, patch: Patch): Promise<void> {
  const file = path.join(folder, patch.file);
  await mkdir(path.dirname(file), { recursive: true });
  const before = await readFile(file, 'utf8').catch(() => '');
  await writeFile(file, applied(before, patch));
}

async function copyOfSources(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'taskfold-changing-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const filter = (source: string) => path.basename(source) !== 'node_modules';
  for (const name of COPIED)
    await cp(path.join(ROOT, name), path.join(folder, name), { recursive: true, filter });
  const modules = path.join(folder, 'node_modules');
  await mkdir(path.join(modules, '@taskfold'), { recursive: true });
  for (const name of await readdir(path.join(ROOT, 'node_modules'))) {
    if (name !== '@taskfold') await symlink(path.join(ROOT, 'node_modules', name), path.join(modules, name));
  }
  for (const name of PACKAGES)
    await symlink(path.join(folder, 'packages', name), path.join(modules, '@taskfold', name));
  const include = [...PACKAGES.map((name) => `packages/${name}/src`), FILTERS];
  await writeFile(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: './tsconfig.base.json', include }),
  );
  return folder;
}

/** @throws Error with what it printed */
async function succeeds(folder: string, bin: string, ...args: readonly string[]): Promise<void> {
  const command = path.join(ROOT, 'node_modules/.bin', bin);
  await run(process.execPath, [command, ...args], { cwd: folder }).catch(
    (error: Error & { stdout?: string }) => {
      throw new Error(`${bin} ${args.join(' ')}: ${error.stdout}`, { cause: error });
    },
  );
}

test('the recipes are as short as they say', async () => {
  const files = [...(await recipes())].map(([name, patches]) => [
    name,
    new Set(patches.map(({ file }) => file)).size,
  ]);
  expect(files).toEqual([
    ['A key of the envelope', 6],
    ['An event type', 5],
    ['A filter of lists', 3],
  ]);
});

test('the recipes lead to what type-checks, is generated and keeps the laws', {
  timeout: 180_000,
}, async () => {
  const folder = await copyOfSources();
  for (const patches of (await recipes()).values()) {
    for (const patch of patches) await apply(folder, patch);
  }
  await succeeds(folder, 'tsc', '--noEmit', '-p', '.');
  await run(process.execPath, ['packages/contract/src/generate/main.ts'], { cwd: folder });
  await run(process.execPath, ['packages/contract/src/generate/main.ts', '--check'], { cwd: folder });
  const reference = await readFile(path.join(folder, 'docs/reference/envelope.md'), 'utf8');
  expect(reference).toContain('| `priority` |');
  const tests = ['src/facts', 'src/render', 'fold.laws', 'retried', 'src/envelope', 'examples', 'task-model'];
  await succeeds(folder, 'vitest', 'run', '--root', folder, '--testTimeout', '60000', ...tests);
});
