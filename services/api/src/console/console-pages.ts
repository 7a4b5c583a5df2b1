import { type Request, type RequestHandler, type Response, Router } from 'express';
import { contextOf } from '../context/request-context.ts';
import { ApiError } from '../errors/api-error.ts';
import { sendReply } from '../http/reply.ts';
import { methodNotAllowed } from '../middleware/method-not-allowed/method-not-allowed.ts';
import type { ConsoleFile, ConsoleFiles } from './console-files.ts';

/** Pages for people, which anybody may load: they hold nothing, and ask with what their reader signs in with. */
export interface ConsolePages {
  readonly path: string;
  readonly pages: RequestHandler;
}

export interface ConsolePagesOptions {
  readonly files: ConsoleFiles;
  /** Where the pages were built for. */
  readonly path: string;
  readonly mediaOrigins: readonly string[];
}

/** The smallest first. */
const ENCODINGS = ['br', 'gzip'] as const;

/** The page asks this API alone, loads nothing from elsewhere but media of these origins, and nobody frames it. */
function policyOf(mediaOrigins: readonly string[]): string {
  const media = mediaOrigins.join(' ');
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    `img-src 'self'${media === '' ? '' : ` ${media}`}`,
    `media-src ${media === '' ? "'none'" : media}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** Serves the console: its assets by name, and its one page at every other path, whose routes are the page's own. */
export function consolePages({ files, path, mediaOrigins }: ConsolePagesOptions): ConsolePages {
  const router = Router({ caseSensitive: true, strict: true });
  const headers = [
    ...['Cache-Control', 'no-cache', 'ETag', files.pageTag, 'Vary', 'Accept-Encoding'],
    ...['Content-Security-Policy', policyOf(mediaOrigins)],
    ...['X-Frame-Options', 'DENY', 'Referrer-Policy', 'no-referrer'],
    ...['Cross-Origin-Opener-Policy', 'same-origin', 'Cross-Origin-Resource-Policy', 'same-origin'],
    ...['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=()'],
  ];
  const refuse = methodNotAllowed(['GET']);
  router.use((request, response, next) => {
    contextOf(response).template = path;
    if (request.method === 'GET' || request.method === 'HEAD') next();
    else refuse(request, response, next);
  });
  router.use('/assets', (request, response) => {
    const file = files.assets.get(request.path.slice(1));
    if (file === undefined) throw new ApiError('route_not_found');
    sendAsset(request, response, file);
  });
  router.use((request, response) => {
    const held = request.headers['if-none-match']?.replace(/^W\//, '');
    if (held === files.pageTag) sendReply(request, response, { status: 304, headers, body: null });
    else
      sendReply(request, response, {
        status: 200,
        headers,
        body: files.page,
        type: 'text/html; charset=utf-8',
      });
  });
  return { path, pages: router };
}

function sendAsset(request: Request, response: Response, file: ConsoleFile): void {
  const encoding = ENCODINGS.find((each) => file[each] !== null && request.acceptsEncodings(each) === each);
  const compressed = encoding === undefined ? null : file[encoding];
  const body = compressed ?? file.plain;
  response.writeHead(200, [
    ...['X-Request-Id', contextOf(response).requestId, 'X-Content-Type-Options', 'nosniff'],
    ...['Cache-Control', 'public, max-age=31536000, immutable', 'Vary', 'Accept-Encoding'],
    ...['Cross-Origin-Resource-Policy', 'same-origin'],
    ...['Content-Type', file.type, 'Content-Length', String(body.length)],
    ...(compressed === null ? [] : ['Content-Encoding', String(encoding)]),
  ]);
  response.end(request.method === 'HEAD' ? undefined : body);
}
