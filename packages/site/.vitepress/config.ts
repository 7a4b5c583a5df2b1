import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { anchorOf } from '../src/anchor.ts';
import { NO_PAGES, pagePath } from '../src/page-paths.ts';
import { plainFences } from '../src/plain-fences.ts';
import { sidebar } from '../src/sidebar.ts';
import { siteLinks } from '../src/site-links.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
const site = fileURLToPath(new URL('..', import.meta.url));

/** A fold, as a picture of its own: nothing is loaded for it. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M4 4h24v10L16 28 4 14z" fill="#3451b2"/><path d="M4 14h24L16 28z" fill="#a8b1ff"/></svg>',
)}`;

export default defineConfig({
  title: 'Taskfold',
  description: 'What happened to this task, what did it cost, and was the caller told?',
  lang: 'en',
  head: [['link', { rel: 'icon', href: ICON }]],
  // Pages lie in docs, and as READMEs beside the code that they are of.
  srcDir: root,
  srcExclude: [...NO_PAGES],
  rewrites: pagePath,
  outDir: `${site}dist`,
  cacheDir: `${site}.cache`,
  markdown: {
    anchor: { slugify: anchorOf },
    config: (md) => {
      siteLinks(md, root);
      plainFences(md);
    },
    theme: { light: 'github-light', dark: 'github-dark' },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/getting-started' },
      { text: 'Concepts', link: '/concepts' },
      { text: 'HTTP API', link: '/reference/http/' },
      { text: 'Operate', link: '/operations/' },
    ],
    sidebar: sidebar(root),
    docFooter: { prev: false, next: false },
  },
  vite: {
    // No setting of a running system has anything to say here.
    envDir: site,
    server: { watch: { ignored: ['**/.taskfold/**', '**/.turbo/**', '**/dist/**'] } },
  },
});
