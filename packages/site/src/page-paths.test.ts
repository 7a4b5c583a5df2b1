import { expect, test } from 'vitest';
import { anchorOf } from './anchor.ts';
import { pagePath } from './page-paths.ts';

test.each([
  ['docs/index.md', 'index.md'],
  ['docs/reference/http/README.md', 'reference/http/index.md'],
  ['docs/operations/alarms.md', 'operations/alarms.md'],
  ['packages/fold/README.md', 'parts/fold.md'],
  ['services/processor/src/callbacks/README.md', 'parts/processor-callbacks.md'],
  ['SECURITY.md', 'reporting.md'],
])('%s is the page %s', (file, page) => {
  expect(pagePath(file)).toBe(page);
});

test.each([
  ['database.clock', 'databaseclock'],
  ['`taskfold tasks get`', 'taskfold-tasks-get'],
  ['One key, tenant or address that asks too much', 'one-key-tenant-or-address-that-asks-too-much'],
  ['Keys & Größen_1', 'keys--größen_1'],
])('the anchor of %s is %s', (heading, anchor) => {
  expect(anchorOf(heading)).toBe(anchor);
});
