import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFileSync(`${ROOT}${path}`, 'utf8');
const page = read('docs/operations/README.md');
const sources = globSync('{services,packages}/*/src/**/*.ts', { cwd: ROOT })
  .filter((path) => !path.includes('.test.ts'))
  .map(read)
  .join('\n');

/** Those written by hand: the page of alarms is made of what its own package checks. */
const pages = globSync('docs/operations/*.md', { cwd: ROOT })
  .filter((path) => !path.endsWith('/alarms.md'))
  .map(read)
  .join('\n');

test('every metric of the operations pages is one that a process shows', () => {
  const metrics = [
    ...new Set([...pages.matchAll(/`((?:taskfold|http_server)_\w+)/g)].map(([, name = '']) => name)),
  ];
  expect(metrics.length).toBeGreaterThan(10);
  expect(metrics.filter((name) => !sources.includes(`'${name}'`))).toEqual([]);
});

test('the operations page says how to go on from every halt', () => {
  const reasons =
    /HALT_REASONS = \[([^\]]*)\]/.exec(read('services/processor/src/fold/failures/halt.ts'))?.[1] ?? '';
  for (const [, reason] of reasons.matchAll(/'(\w+)'/g)) expect(page).toContain(`| \`${reason}\``);
  expect(reasons).not.toBe('');
});

test('every npm script that a page names is there', () => {
  const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
  const pages = globSync('{*,docs/**/*}.md', { cwd: ROOT }).map(read).join('\n');
  const names = new Set([...pages.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name));
  expect([...names].filter((name) => !scripts.includes(name))).toEqual([]);
});
