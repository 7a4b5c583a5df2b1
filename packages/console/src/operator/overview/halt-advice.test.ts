import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HALT_ADVICE } from './halt-advice.ts';

test('there is advice for every halt that the documentation for operators has', () => {
  const docs = readFileSync(join(import.meta.dirname, '../../../../../docs/operations/README.md'), 'utf8');
  const section = docs.slice(docs.indexOf('\n## Halts\n'), docs.indexOf('\n## Traces and metrics'));
  const documented = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, reason]) => reason);
  expect(documented.length).toBeGreaterThan(5);
  expect(Object.keys(HALT_ADVICE).sort()).toEqual(documented.sort());
});
