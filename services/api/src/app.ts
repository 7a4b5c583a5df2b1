import type { RequestListener } from 'node:http';
import type { TaskReader } from '@taskfold/database';
import express, { type RequestHandler } from 'express';
import type { ConsolePages } from './console/console-pages.ts';
import { SESSION_PATH } from './console/sessions/session-routes.ts';
import { type RequestObserver, requestContext } from './context/request-context.ts';
import { ApiError } from './errors/api-error.ts';
import { translateError } from './errors/translate-error.ts';
import { takeAccessToken } from './http/access-token.ts';
import { createHeartbeats, type Heartbeats } from './http/heartbeats.ts';
import { originForm } from './http/origin-form.ts';
import type { Route } from './http/route.ts';
import { cors } from './middleware/cors/cors.ts';
import { errorResponses } from './middleware/error-responses/error-responses.ts';
import { urlLength } from './middleware/url-length/url-length.ts';
import { type MemoryBudgets, mountRoutes } from './mount-routes.ts';
import { DOCS_ASSETS_PATH, docsAssets } from './routes/docs/docs-assets.ts';

export interface AppOptions {
  readonly routes: readonly Route[];
  /** Comes before everything but the pages of the console, also where there is no route. */
  readonly gate?: RequestHandler;
  /** Says who calls, on routes with a scope: without it nobody may ask these. */
  readonly authenticate?: RequestHandler;
  /** Comes after `authenticate`. */
  readonly limit?: RequestHandler;
  /** Addresses and networks of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
  readonly observers: readonly RequestObserver[];
  /** Pages of these origins may ask; of none unless given. */
  readonly corsOrigins?: readonly string[];
  readonly requestTimeLimitMs: number;
  readonly maxUrlLength: number;
  readonly heartbeats?: Heartbeats;
  /** What requests may hold in memory; without it nothing is counted. */
  readonly memory?: MemoryBudgets;
  /** Where the tasks of read tokens are looked at; without it those with a filter find none. */
  readonly tasks?: TaskReader;
  /** Header names and values in turn, for answers to whoever reads tasks. */
  readonly readHeaders?: () => readonly string[];
  /** The pages of the console; without it there are none. */
  readonly console?: ConsolePages | undefined;
  /** What the console asks of its own, at {@link SESSION_PATH}. */
  readonly sessions?: RequestHandler | undefined;
}

const NO_TASKS: TaskReader = { get: async () => null };

/** The API as a request listener: no port, no connections, nothing to close. */
export function createApp(options: AppOptions): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // `/v1/tasks/` is answered as `/v1/tasks` is.
  app.disable('strict routing');
  app.enable('case sensitive routing');
  app.set('query parser', 'simple');
  app.set('trust proxy', [...(options.trustedProxies ?? [])]);

  app.use(requestContext({ timeLimitMs: options.requestTimeLimitMs, observers: options.observers }));
  const { corsOrigins = [] } = options;
  if (corsOrigins.length > 0) app.use(cors(corsOrigins));
  app.use(urlLength(options.maxUrlLength));
  if (options.sessions !== undefined) app.use(SESSION_PATH, options.sessions);
  if (options.console !== undefined) app.use(options.console.path, options.console.pages);
  if (options.gate !== undefined) app.use(options.gate);
  mountRoutes(app, {
    heartbeats: createHeartbeats(),
    tasks: NO_TASKS,
    readHeaders: () => [],
    ...options,
    authenticate: [options.authenticate, options.limit].filter((handler) => handler !== undefined),
  });
  app.use(DOCS_ASSETS_PATH, docsAssets());
  app.use(() => {
    throw new ApiError('route_not_found');
  });
  app.use(errorResponses(translateError));
  return (request, response) => {
    request.url = takeAccessToken(request, originForm(request.url ?? '/'));
    app(request, response);
  };
}
