import { OPERATIONS } from '@taskfold/contract';
import openApi from '@taskfold/contract/openapi.json' with { type: 'json' };
import { type Route, routeOf } from '../../http/route.ts';
import { DOCS_ASSETS_PATH } from './docs-assets.ts';

const CACHING = ['Cache-Control', 'public, max-age=300', 'Vary', 'Accept-Encoding'];

/** Nothing is loaded from elsewhere, and nobody frames the page. The library sets styles on elements. */
const POLICY = [
  'Content-Security-Policy',
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
];

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Taskfold API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${DOCS_ASSETS_PATH}/swagger-ui.css">
  </head>
  <body>
    <div id="reference"></div>
    <script src="${DOCS_ASSETS_PATH}/swagger-ui-bundle.js"></script>
    <script src="${DOCS_ASSETS_PATH}/start.js"></script>
  </body>
</html>
`;

/** `GET /openapi.json`: the description that the API is tested against. */
export function getOpenApi(): Route {
  const body = JSON.stringify(openApi);
  return routeOf(OPERATIONS.getOpenApi, () => ({ status: 200, headers: CACHING, body }));
}

/** `GET /docs`: the same as a page. */
export function getDocs(): Route {
  const headers = [...CACHING, ...POLICY];
  return routeOf(OPERATIONS.getDocs, () => ({
    status: 200,
    headers,
    body: PAGE,
    type: 'text/html; charset=utf-8',
  }));
}
