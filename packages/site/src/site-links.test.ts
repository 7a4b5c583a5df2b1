import { createMarkdownRenderer } from 'vitepress';
import { expect, test } from 'vitest';
import { siteLinks } from './site-links.ts';

const ROOT = new URL('../../..', import.meta.url).pathname.replace(/\/$/, '');

/** What is made of a line of a page. */
async function rendered(page: string, line: string): Promise<string> {
  const md = await createMarkdownRenderer(ROOT, { config: (renderer) => siteLinks(renderer, ROOT) });
  return md.render(line, {
    path: `${ROOT}/${page}`,
    realPath: `${ROOT}/${page}`,
    cleanUrls: false,
  });
}

test.each([
  ['docs/callbacks.md', 'operations/operator-api.md#tenants', '/operations/operator-api.html#tenants'],
  ['docs/operations/README.md', '../../bench/README.md#hand-over', '/parts/bench.html#hand-over'],
  ['docs/operations/README.md', '../../charts/taskfold/README.md', '/operations/chart.html'],
  ['services/api/README.md', '../../docs/browsers.md', '/browsers.html'],
  ['docs/reference/events.md', '../operations/README.md', '/operations/'],
  ['CONTRIBUTING.md', 'README.md', '/'],
  ['docs/operations/alarms.md', '../../packages/observability', '/parts/observability.html'],
])('in %s a link to %s is one to %s', async (page, link, href) => {
  expect(await rendered(page, `See [there](${link}).`)).toContain(`<a href="${href}">there</a>`);
});

test('what is linked and is no page becomes text, and what is not there stays for the build to fail over', async () => {
  const text = await rendered('docs/callbacks.md', 'See [the licence](../LICENSE) and [more](gone.md).');
  expect(text).toContain('See <span>the licence</span> and <a href="./gone.html">more</a>.');
});

test('links to elsewhere stay', async () => {
  const text = await rendered('docs/callbacks.md', '[a](https://example.com/x.md#y) [b](#secrets)');
  expect(text).toContain('href="https://example.com/x.md#y"');
  expect(text).toContain('href="#secrets"');
});
