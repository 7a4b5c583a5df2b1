import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const PAGES = /^\/operator\/console(?:[/?#]|$)/;

/**
 * While developing, the pages of operators beside those of tenants. They are a page of their own, and the dev server has one base: that
 * of the tenants, below which it serves the sources of both.
 */
export function serveOperator(root: string): Plugin {
  return {
    name: 'taskfold-operator-pages',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { url = '' } = request;
        if (!PAGES.test(url)) return next();
        readFile(join(root, 'operator.html'), 'utf8')
          .then((page) => server.transformIndexHtml('/operator.html', page, url))
          .then((page) => response.setHeader('content-type', 'text/html').end(page))
          .catch(next);
      });
    },
  };
}
