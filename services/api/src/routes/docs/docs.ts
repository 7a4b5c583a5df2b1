import { OPERATIONS } from '@taskfold/contract';
import asyncApi from '@taskfold/contract/asyncapi.json' with { type: 'json' };
import openApi from '@taskfold/contract/openapi.json' with { type: 'json' };
import openApi30 from '@taskfold/contract/openapi-3.0.json' with { type: 'json' };
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

/** `GET /openapi.json`: the description that the API is tested against. @param publicUrl named as the server in place of `/` */
export function getOpenApi(publicUrl?: string): Route {
  const body = JSON.stringify(at(publicUrl, openApi));
  return routeOf(OPERATIONS.getOpenApi, () => ({ status: 200, headers: CACHING, body }));
}

/** `GET /openapi-3.0.json`: the same in the words of OpenAPI 3.0. */
export function getOpenApi30(publicUrl?: string): Route {
  const body = JSON.stringify(at(publicUrl, openApi30));
  return routeOf(OPERATIONS.getOpenApi30, () => ({ status: 200, headers: CACHING, body }));
}

/** `GET /asyncapi.json`: what is in the topics. */
export function getAsyncApi(): Route {
  const body = JSON.stringify(asyncApi);
  return routeOf(OPERATIONS.getAsyncApi, () => ({ status: 200, headers: CACHING, body }));
}

function at(publicUrl: string | undefined, document: { readonly servers: readonly object[] }): object {
  if (publicUrl === undefined) return document;
  const url = publicUrl.replace(/\/$/, '');
  return { ...document, servers: document.servers.map((server) => ({ ...server, url })) };
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
