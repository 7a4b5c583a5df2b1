import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allChecks } from './all-checks.ts';
import { readSettings } from './settings.ts';

const none = (): never => {
  throw new Error('nothing is looked at');
};
const CHECKS = allChecks({ env: {}, settings: readSettings({}), database: none, cluster: none });

/** As GitHub makes them of headings. */
function anchorsOf(file: string): string[] {
  const text = readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

test.each(CHECKS.map(({ id, page }) => [id, page]))('the page of %s is there: %s', (_id, page) => {
  const [file = '', anchor] = page.split('#');
  const anchors = anchorsOf(file);
  if (anchor !== undefined) expect(anchors).toContain(anchor);
});

test('the page of doctor names every check', () => {
  const text = readFileSync(new URL('../../../../docs/operations/doctor.md', import.meta.url), 'utf8');
  for (const { id } of CHECKS) {
    const [group = '', ...rest] = id.split('.');
    expect(text).toMatch(
      new RegExp(`\`${group}\\.${rest.join('\\.')}\`|\`${group}\\.[\\s\\S]*\`\\.${rest.at(-1)}\``),
    );
  }
});
