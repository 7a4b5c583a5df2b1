import { posix } from 'node:path';

/** Pages that lie elsewhere than in `docs`, and where the site has them. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'CHANGELOG.md': 'changelog.md',
  'CONTRIBUTING.md': 'contributing.md',
  'SECURITY.md': 'reporting.md',
  'bench/README.md': 'parts/bench.md',
  'charts/taskfold/README.md': 'operations/chart.md',
  'services/processor/src/callbacks/README.md': 'parts/processor-callbacks.md',
};

/** Markdown that is no page. The README of the repository is its own home page: the site has another one. */
export const NO_PAGES: readonly string[] = [
  'README.md',
  '**/node_modules/**',
  '**/dist/**',
  '**/.taskfold/**',
  '**/.cache/**',
];

/**
 * Where the site has a page.
 *
 * @param file its path in the repository, `docs/operations/README.md`
 * @returns a path of the site, `operations/index.md`
 */
export function pagePath(file: string): string {
  const elsewhere = ELSEWHERE[file];
  if (elsewhere !== undefined) return elsewhere;
  const part = /^(?:packages|services)\/([^/]+)\/README\.md$/.exec(file)?.[1];
  if (part !== undefined) return `parts/${part}.md`;
  const path = file.startsWith('docs/') ? file.slice('docs/'.length) : file;
  return posix.basename(path) === 'README.md' ? posix.join(posix.dirname(path), 'index.md') : path;
}
