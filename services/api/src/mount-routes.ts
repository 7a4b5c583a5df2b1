import type { TaskReader } from '@taskfold/database';
import type { Express, RequestHandler } from 'express';
import { receiveBody } from './body/receive-body.ts';
import { contextOf } from './context/request-context.ts';
import { sendStream } from './http/event-stream.ts';
import type { Heartbeats } from './http/heartbeats.ts';
import { holdAnswer } from './http/hold-answer.ts';
import { sendReply } from './http/reply.ts';
import type { Route } from './http/route.ts';
import { requireScope } from './middleware/authentication/require-scope.ts';
import { methodNotAllowed } from './middleware/method-not-allowed/method-not-allowed.ts';
import { accepts, acceptsJson } from './middleware/negotiation/accepts-json.ts';
import { withinGrant } from './middleware/within-grant/within-grant.ts';
import type { ByteBudget } from './shares/byte-budgets.ts';

/** Bytes that requests hold at a time. */
export interface MemoryBudgets {
  /** Of bodies, from before they are read until they are answered. */
  readonly bodies: ByteBudget;
  /** Of answers and events, until their clients have taken them. */
  readonly answers: ByteBudget;
}

export interface MountOptions {
  readonly routes: readonly Route[];
  /** In this order, on every route that needs a key: who asks, and whether they may still ask. */
  readonly authenticate: readonly RequestHandler[];
  readonly heartbeats: Heartbeats;
  /** What requests hold in memory; without it nothing is counted. */
  readonly memory?: MemoryBudgets;
  /** Where a read token's tasks are looked at. */
  readonly tasks: TaskReader;
  /** Header names and values in turn, for answers to whoever reads tasks. */
  readonly readHeaders: () => readonly string[];
}

/**
 * Registers routes in the order of steps that all of them share: name the template, refuse other methods, authenticate,
 * check the scope, check that the client takes what the route answers in, read the body where there is one, handle, answer.
 */
export function mountRoutes(app: Express, options: MountOptions): void {
  const byTemplate = Map.groupBy(options.routes, (route) => route.template);
  for (const [template, operations] of byTemplate) {
    const path = app.route(template.replaceAll(/\{(\w+)\}/g, ':$1'));
    path.all(nameTemplate(template));
    for (const route of operations) {
      const guards = guardsOf(route, options);
      const body = route.body === undefined ? [] : receiveBody(route.body, options.memory?.bodies);
      path[METHODS[route.method]](...guards, negotiation(route), ...body, serve(route, options));
    }
    const behind = [...byTemplate].flatMap(([other, routes]) =>
      other !== template && isOf(other, template) ? routes.map(({ method }) => method) : [],
    );
    if (behind.length > 0) path.all(leaveTo(behind));
    // `Allow` tells what the document has at this path.
    path.all(methodNotAllowed(operations.map((route) => route.method)));
  }
}

/** Where any key may ask, so may any token: what it is answered is of itself alone. */
function guardsOf({ scope, readTokens = false }: Route, options: MountOptions): readonly RequestHandler[] {
  if (scope === null) return [];
  if (scope === 'any') return options.authenticate;
  return [...options.authenticate, requireScope(scope), withinGrant(readTokens, options.tasks)];
}

/** Whether a path, which may have parameters itself, is also one of another template. */
function isOf(template: string, path: string): boolean {
  const [parts, given] = [template.split('/'), path.split('/')];
  if (parts.length !== given.length) return false;
  return parts.every((part, index) => {
    const text = given[index] ?? '';
    return part === text || (part.startsWith('{') && text !== '' && !text.startsWith('{'));
  });
}

/** A path without parameters may also be one of another route's: `batch-get` is an id that a task can have. */
function leaveTo(methods: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    if (methods.includes(request.method === 'HEAD' ? 'GET' : request.method)) next('route');
    else next();
  };
}

const METHODS = { GET: 'get', POST: 'post', DELETE: 'delete' } as const;

function nameTemplate(template: string): RequestHandler {
  return (_request, response, next) => {
    contextOf(response).template = template;
    next();
  };
}

function negotiation({ produces = [], acceptedAs = [] }: Route): RequestHandler {
  return produces.every((type) => type === 'application/json')
    ? acceptsJson
    : accepts([...produces, ...acceptedAs]);
}

function serve(route: Route, { heartbeats, memory, readHeaders }: MountOptions): RequestHandler {
  return async (request, response) => {
    const answer = await route.handle(request, contextOf(response));
    if ('kind' in answer) {
      sendStream(request, response, answer, heartbeats, memory?.answers);
      return;
    }
    if (memory !== undefined) holdAnswer(memory.answers, response, answer.body);
    if (route.showsLag !== true) sendReply(request, response, answer);
    else sendReply(request, response, { ...answer, headers: [...answer.headers, ...readHeaders()] });
  };
}
