import type { RequestHandler } from 'express';
import { contextOf } from '../../context/request-context.ts';
import { sendReply } from '../../http/reply.ts';

/** What pages may send beside the headers that every page may; `ce-…` are the attributes of an event. */
const REQUEST_HEADERS = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-None-Match',
  'Last-Event-ID',
  'Prefer',
  'X-Request-Id',
  'traceparent',
  'tracestate',
];
const EVENT_ATTRIBUTE = /^ce-[a-z0-9]{1,64}$/;

/** What pages may read beside the headers that every page may. */
const ANSWER_HEADERS = [
  'X-Request-Id',
  'ETag',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Task-Projection-Lag',
  'Preference-Applied',
  'Allow',
  'WWW-Authenticate',
];

const METHODS = 'GET, HEAD, POST, DELETE';
/** No browser keeps a permission for longer. */
const MAX_AGE_SECONDS = '7200';

/**
 * Lets pages of the given origins ask, by the CORS protocol of the Fetch standard. A preflight of such a page is answered
 * here, before anybody is asked for a key, which browsers do not send with it. Whatever is answered to a request, errors and
 * streams as well, says whether its page may read it; cookies play no part. Comes right after the request's context.
 *
 * The npm package `cors` sets headers one by one, which the API's single `writeHead` replaces (of `Vary` nothing would be left), and takes
 * every OPTIONS for a preflight.
 *
 * @param origins exact origins, such as `https://app.example`; `*` alone for all
 */
export function cors(origins: readonly string[]): RequestHandler {
  const any = origins.includes('*');
  const allowed = new Set(origins);
  const vary = any ? [] : ['Vary', 'Origin'];
  const exposed = ['Access-Control-Expose-Headers', ANSWER_HEADERS.join(', ')];

  return (request, response, next) => {
    const { origin } = request.headers;
    const context = contextOf(response);
    const lets = origin !== undefined && (any || allowed.has(origin));
    const opened = lets ? ['Access-Control-Allow-Origin', any ? '*' : origin] : [];
    const asked = request.headers['access-control-request-method'];
    if (!lets || request.method !== 'OPTIONS' || asked === undefined) {
      // An answer without the header differs by the origin, too, and a cache must not give it to another one.
      context.originHeaders = lets ? [...opened, ...exposed, ...vary] : vary;
      return next();
    }
    context.originHeaders = [...opened, ...vary];
    const headers = [
      'Access-Control-Allow-Methods',
      METHODS,
      'Access-Control-Allow-Headers',
      allowedHeaders(request.headers['access-control-request-headers']),
      'Access-Control-Max-Age',
      MAX_AGE_SECONDS,
      'Vary',
      'Access-Control-Request-Headers',
    ];
    sendReply(request, response, { status: 204, headers, body: null });
  };
}

/** Attributes of events have names of the producer's choice, and are allowed by the name that is asked for. */
function allowedHeaders(asked: string | string[] | undefined): string {
  const names = String(asked ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase());
  return [...REQUEST_HEADERS, ...names.filter((name) => EVENT_ATTRIBUTE.test(name))].join(', ');
}
