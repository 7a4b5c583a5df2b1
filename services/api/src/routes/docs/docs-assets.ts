import express, { type RequestHandler, Router } from 'express';
import { getAbsoluteFSPath } from 'swagger-ui-dist';

/** What the page of the reference loads, from here and from nowhere else. */
export const DOCS_ASSETS_PATH = '/docs/assets';

/** Files of the library that the page needs; all others stay unknown. */
const FILES: ReadonlySet<string> = new Set(['/swagger-ui.css', '/swagger-ui-bundle.js']);

/** Requests of the page go where it came from, whatever address the document names: its policy allows no other. */
const START = `window.addEventListener('load', async () => {
  const answer = await fetch('/openapi.json');
  const spec = { ...(await answer.json()), servers: [{ url: '/' }] };
  window.SwaggerUIBundle({ spec, dom_id: '#reference', deepLinking: true, validatorUrl: null });
});
`;

/** Serves what the page loads. */
export function docsAssets(): RequestHandler {
  const router = Router({ caseSensitive: true, strict: true });
  router.get('/start.js', (_request, response) => {
    response.type('text/javascript').setHeader('Cache-Control', 'public, max-age=3600');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.end(START);
  });
  const files = express.static(getAbsoluteFSPath(), {
    index: false,
    maxAge: 3_600_000,
    setHeaders: (response) => response.setHeader('X-Content-Type-Options', 'nosniff'),
  });
  router.use((request, response, next) => {
    if (FILES.has(request.path)) files(request, response, next);
    else next();
  });
  return router;
}
