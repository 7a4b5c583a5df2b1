import { expect, test } from 'vitest';
import { checkRepository } from './harness/check-repository.ts';

const ONE = 'services/one/src/one.ts';
const OTHER = 'packages/other/src/other.ts';
const OPERATION = 'packages/contract/src/http/operations/reads.ts';
const GLOSSARY = ['| not | but |', '| --- | --- |', '| `log place`, `other word` | log position |', ''].join(
  '\n',
);

const check = (files: Readonly<Record<string, string>>) =>
  checkRepository('check-words', { 'docs/glossary.md': GLOSSARY, ...files });

test('passes where each word has one meaning', async () => {
  const files = { [ONE]: 'export const one = 1;\n', [OTHER]: 'const one = 1;\nexport const other = one;\n' };
  expect(await check(files)).toEqual({ code: 0, faults: [] });
});

test.each([
  ['export interface Planted {}\n', 'export const Planted = 1;\n'],
  ['export async function Planted() {}\n', 'export type Planted = string;\n'],
])('a name that two files export fails the check', async (one, other) => {
  expect(await check({ [ONE]: one, [OTHER]: other })).toEqual({
    code: 1,
    faults: [`Planted is exported by ${OTHER} and by ${ONE}: give each meaning a name of its own`],
  });
});

test('what tests export, and what carries an operation out, may have the name', async () => {
  const files = {
    [OPERATION]: 'export const getIt = {};\n',
    [ONE]: 'export function getIt() {}\n',
    [OTHER]: 'export const made = 1;\n',
    'packages/other/src/testing/made.ts': 'export const made = 2;\n',
  };
  expect(await check(files)).toEqual({ code: 0, faults: [] });
});

test.each([
  ['a name', ONE, '\nconst logPlaces = 1;\n', 2],
  ['a name of SQL', ONE, "const SQL = 'SELECT log_place FROM t';\n", 1],
  ['a sentence', 'docs/page.md', 'Said is the\nOther word of it.\n', 2],
])('%s that says what the glossary does not fails it', async (_what, path, text, line) => {
  expect(await check({ [path]: text })).toMatchObject({
    code: 1,
    faults: [expect.stringMatching(`^${path}:${line} says ".*": say log position$`)],
  });
});

test('so does a sentence whose words stand in two lines', async () => {
  expect(await check({ 'docs/page.md': 'Said is the log\nplace of it.\n' })).toEqual({
    code: 1,
    faults: ['docs/page.md says "log place": say log position'],
  });
});

test('so does a glossary without a list', async () => {
  expect(await checkRepository('check-words', { 'docs/glossary.md': '# Glossary\n' })).toMatchObject({
    code: 1,
    faults: [expect.stringContaining('has no table')],
  });
});
