import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Health, HealthReport } from '../health/health.ts';
export interface AdminServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly health: Health;
  /** Answers what is below `/operator/`, and asks for a token; without it there is nothing. */
  readonly operator?: RequestListener | null;
}

export interface AdminServer {
  readonly http: Server;
  /**
   * Resolves with the port that it listens on.
   *
   * @throws when the port is in use
   */
  listen(): Promise<number>;
  /** Closes all connections. Safe to call before `listen` and more than once. */
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const OPERATOR_PATH = '/operator/';
const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * The port for those who run the service: `/livez` and `/readyz` (200 or 503, JSON with every check), `/metrics`, and what
 * is below `/operator/` for whoever has the token. The rest answers anybody, so the port belongs on a network that only
 * they reach.
 */
export function createAdminServer(options: AdminServerOptions): AdminServer {
  const { health, registry, logger, operator } = options;
  const routes = new Map<string, () => Answer | Promise<Answer>>([
    ['/livez', () => healthAnswer(health.liveness())],
    ['/readyz', () => healthAnswer(health.readiness())],
    ['/metrics', async () => ({ status: 200, type: registry.contentType, body: await registry.metrics() })],
  ]);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = ''] = (request.url ?? '').split('?', 1);
    const route = routes.get(path);
    if (route === undefined) {
      send(request, response, error(404, 'route_not_found', 'There is no such route.'));
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      send(request, response, error(405, 'method_not_allowed', 'This route answers GET and HEAD.'));
    } else {
      send(request, response, await route());
    }
  }

  const http = createServer(
    { headersTimeout: 5000, requestTimeout: 10_000, keepAliveTimeout: 5000, maxHeaderSize: 8192 },
    (request, response) => {
      // A body is hardly ever read: the connection ends with the answer instead.
      if (
        request.headers['content-length'] !== undefined ||
        request.headers['transfer-encoding'] !== undefined
      ) {
        response.shouldKeepAlive = false;
      }
      if (operator != null && request.url?.startsWith(OPERATOR_PATH)) {
        operator(request, response);
        return;
      }
      answer(request, response).catch((cause: unknown) => {
        logger.error({ err: cause, path: request.url?.split('?', 1)[0] }, 'admin request failed');
        if (response.headersSent) response.destroy();
        else send(request, response, error(500, 'internal_error', 'See the log.'));
      });
    },
  );
  http.timeout = 30_000;
  http.maxConnections = 100;

  return {
    http,
    async listen() {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      http.once('error', reject);
      http.listen(options.port, options.host, resolve);
      await promise;
      http.off('error', reject);
      const address = http.address();
      return typeof address === 'object' && address !== null ? address.port : options.port;
    },
    close() {
      const closed = new Promise<void>((resolve) => {
        http.close(() => resolve());
      });
      http.closeAllConnections();
      return closed;
    },
  };
}

function healthAnswer(report: HealthReport): Answer {
  const body = { status: report.ok ? 'ok' : 'failing', checks: report.checks };
  return { status: report.ok ? 200 : 503, type: JSON_TYPE, body: `${JSON.stringify(body)}\n` };
}

function error(status: number, code: string, message: string): Answer {
  return { status, type: JSON_TYPE, body: `${JSON.stringify({ error: { code, message } })}\n` };
}

function send(request: IncomingMessage, response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
