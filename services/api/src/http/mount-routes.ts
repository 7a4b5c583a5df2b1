import type { Express, RequestHandler } from 'express';
import { requireScope } from '../middleware/authentication/require-scope.ts';
import { methodNotAllowed } from '../middleware/method-not-allowed/method-not-allowed.ts';
import { acceptsJson } from '../middleware/negotiation/accepts-json.ts';
import { contextOf } from '../middleware/request-context/request-context.ts';
import { sendReply } from './reply.ts';
import type { Route } from './route.ts';

/**
 * Registers routes in the order of steps that all of them share: name the template, refuse other methods, authenticate,
 * check the scope, check that the client takes JSON, handle, answer.
 */
export function mountRoutes(app: Express, routes: readonly Route[], authenticate: RequestHandler): void {
  for (const [template, operations] of Map.groupBy(routes, (route) => route.template)) {
    const path = app.route(template.replaceAll(/\{(\w+)\}/g, ':$1'));
    path.all(nameTemplate(template));
    for (const route of operations) {
      const guards = route.scope === null ? [] : [authenticate, requireScope(route.scope)];
      path[METHODS[route.method]](...guards, acceptsJson, serve(route));
    }
    path.all(methodNotAllowed(operations.map((route) => route.method)));
  }
}

const METHODS = { GET: 'get', POST: 'post', DELETE: 'delete' } as const;

function nameTemplate(template: string): RequestHandler {
  return (_request, response, next) => {
    contextOf(response).template = template;
    next();
  };
}

function serve(route: Route): RequestHandler {
  return async (request, response) => {
    sendReply(request, response, await route.handle(request, contextOf(response)));
  };
}
