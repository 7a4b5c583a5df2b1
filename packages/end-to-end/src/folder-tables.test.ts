import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './harness/root.ts';

/** The paths in the first column of a table, as its rows write them. */
function pathsOf(page: string, header: string): string[] {
  const lines = readFileSync(join(ROOT, page), 'utf8').split('\n');
  const begin = lines.findIndex((line) => line.startsWith(`| ${header} `));
  expect(begin, `${page} has a table of each ${header}`).toBeGreaterThanOrEqual(0);
  const end = lines.findIndex((line, index) => index > begin && !line.startsWith('|'));
  return lines
    .slice(begin + 2, end)
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, path = '']) => path));
}

/** Folders that hold a file of the project. */
const foldersOf = (pattern: string) =>
  globSync(`${pattern}/`, { cwd: ROOT })
    .filter((folder) => globSync(`${folder}/**/*.{ts,json}`, { cwd: ROOT }).length > 0)
    .toSorted();

test('the architecture names each package and each service', () => {
  expect(pathsOf('docs/architecture.md', 'folder').toSorted()).toEqual(
    [...foldersOf('{packages,services}/*'), 'bench', 'clients/python'].toSorted(),
  );
});

test.each([
  ['services/api', ['src/*']],
  ['services/processor', ['src/*', 'src/fold/*', 'proofs/*']],
])('%s names each of its folders, and nothing that is not there', (service, patterns) => {
  const named = pathsOf(`${service}/README.md`, 'path');
  const folders = patterns.flatMap((pattern) => foldersOf(`${service}/${pattern}`));
  expect(named.filter((path) => path.endsWith('/')).toSorted()).toEqual(
    folders.map((folder) => `${folder.slice(service.length + 1)}/`).toSorted(),
  );
  // Further files of a row stand beside the first.
  const files = named.filter((path) => path.endsWith('.ts'));
  expect(
    files.filter(
      (file) => !existsSync(join(ROOT, service, file)) && !existsSync(join(ROOT, service, 'src', file)),
    ),
  ).toEqual([]);
});

test('each line of the failure tables names a test that is there', () => {
  const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8').split('\n');
  const rows: string[] = [];
  for (const [index, line] of page.entries()) {
    if (!line.startsWith('| fault ')) continue;
    for (let at = index + 2; page[at]?.startsWith('|'); at++) rows.push(page[at] ?? '');
  }
  expect(rows.length).toBeGreaterThan(20);
  const without = rows.filter((row) => {
    const named = [...(row.split('|')[3] ?? '').matchAll(/`([^`]+)`/g)]
      .map(([, path = '']) => path)
      .filter((path) => !path.startsWith('npm '));
    return (
      named.length === 0 ||
      named.some(
        (path) => !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, 'services/processor', path)),
      )
    );
  });
  expect(without).toEqual([]);
});
