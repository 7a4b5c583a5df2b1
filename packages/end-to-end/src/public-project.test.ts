import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './harness/root.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const manifests = globSync(['package.json', 'bench/package.json', '{packages,services}/*/package.json'], {
  cwd: ROOT,
}).map((path) => ({
  path,
  ...(JSON.parse(read(path)) as { readonly license?: string; readonly version: string }),
}));
const { version } = JSON.parse(read('package.json')) as { readonly version: string };

test('every package names the licence of the project, whose text is there', () => {
  expect(manifests.length).toBeGreaterThan(10);
  expect(manifests.filter(({ license }) => license !== 'Apache-2.0')).toEqual([]);
  expect(read('LICENSE')).toContain('Apache License\n                           Version 2.0');
  expect(read('clients/python/LICENSE')).toBe(read('LICENSE'));
  expect(read('clients/python/pyproject.toml')).toContain('\nlicense = "Apache-2.0"\n');
  expect(read('Dockerfile')).toContain('LABEL org.opencontainers.image.licenses="Apache-2.0"');
});

test('every package has the version of the project, and the changelog tells of it', () => {
  expect(manifests.filter((manifest) => manifest.version !== version)).toEqual([]);
  expect(read('clients/python/pyproject.toml')).toContain(`\nversion = "${version}"\n`);
  expect(read('CHANGELOG.md')).toMatch(
    new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] - (Unreleased|\\d{4}-\\d\\d-\\d\\d)$`, 'm'),
  );
});

test('every action of a workflow is pinned to a commit, and says which version it is', () => {
  const lines = globSync('.github/workflows/*.yml', { cwd: ROOT }).flatMap((path) =>
    read(path)
      .split('\n')
      .filter((line) => line.includes('uses:')),
  );
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual(
    [],
  );
});

test('whatever a page links to is there', () => {
  const pages = globSync(['*.md', 'docs/**/*.md', 'bench/*.md', '{packages,services,clients}/*/*.md'], {
    cwd: ROOT,
  });
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
      .map(([, link = '']) => link)
      .filter((link) => !/^https?:/.test(link))
      .map((link) => ({ page, link })),
  );
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter(({ page, link }) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
});
