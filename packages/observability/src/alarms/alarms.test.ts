import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shownMetrics } from '../metrics/shown-metrics.ts';
import { unknownNames } from '../metrics/unknown-names.ts';
import { PROJECT_FOLDER } from '../root.ts';
import { ALL_ALARMS } from './all-alarms.ts';

const textOf = ({ summary, meaning, look, mend }: (typeof ALL_ALARMS)[number]) =>
  [summary, meaning, look, mend].join('\n');
const read = (path: string) => readFileSync(join(PROJECT_FOLDER, path), 'utf8');

test('every alarm has a name of its own', () => {
  const names = ALL_ALARMS.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test.each(ALL_ALARMS.map((alarm) => [alarm.name, alarm] as const))('%s', (_name, alarm) => {
  const shown = shownMetrics();
  // Courses are of series that are there, too.
  const courses = [alarm.fires, alarm.silent].flatMap(({ series }) => Object.keys(series));
  expect([alarm.expr, ...courses].flatMap((expr) => unknownNames(expr, shown))).toEqual([]);
  expect(alarm.fires.alerts.length).toBeGreaterThan(0);
  expect(alarm.summary).toMatch(/\.$/);
  const named = [...textOf(alarm).matchAll(/`(taskfold_\w+[a-z])/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !shown.has(name))).toEqual([]);
});

test('every request that an alarm advises is one of the contract', () => {
  const documents = [
    read('packages/contract/generated/openapi.json'),
    read('packages/contract/generated/operator-openapi.json'),
  ].map((text) => JSON.parse(text) as { readonly paths: Readonly<Record<string, object>> });
  const paths = documents.flatMap((document) => Object.keys(document.paths));
  const advised = ALL_ALARMS.flatMap((alarm) => [
    ...textOf(alarm).matchAll(/(?:GET |POST |\$ADMIN)(\/(?:v1|operator)[\w/{}-]*)/g),
  ]).map(([, path = '']) => path);
  expect(advised.length).toBeGreaterThan(10);
  expect(advised.filter((path) => !paths.includes(path))).toEqual([]);
});

test('every setting that an alarm names is one of a service', () => {
  const settings = ['services/api', 'services/processor']
    .flatMap((folder) => JSON.parse(read(`${folder}/generated/settings.json`)) as { readonly name: string }[])
    .map(({ name }) => name);
  const named = ALL_ALARMS.flatMap((alarm) => [...textOf(alarm).matchAll(/`([A-Z][A-Z_]{3,})[`=]/g)]).map(
    ([, name = '']) => name,
  );
  expect(named.length).toBeGreaterThan(10);
  // Of Node itself.
  expect(named.filter((name) => name !== 'NODE_OPTIONS' && !settings.includes(name))).toEqual([]);
});
