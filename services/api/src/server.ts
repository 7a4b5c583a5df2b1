import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { protocolErrorAnswer } from './errors/protocol-errors.ts';
import { linger } from './http/linger.ts';

/** What one client may cost. Times in milliseconds, sizes in bytes. */
export interface ServerLimits {
  /** For the request line and all headers together. */
  readonly maxHeaderBytes: number;
  /** From the first byte of a request until its headers are complete. */
  readonly headersTimeoutMs: number;
  /** From the first byte of a request until its body is complete. */
  readonly requestTimeoutMs: number;
  /** How long a connection may stay open between two requests. */
  readonly keepAliveTimeoutMs: number;
  /** How long a connection may move no byte while it has a request: cuts off who does not read its answer. */
  readonly socketTimeoutMs: number;
  /** Further connections are closed at once. */
  readonly maxConnections: number;
}

/** Told of each request that never became one: what the parser said, the status and the id the client was given. */
export type ProtocolErrorObserver = (failure: {
  readonly reason: string;
  readonly status: number;
  readonly requestId: string;
}) => void;

/** A body that no route reads is thrown away up to this size; past it the connection ends with the answer. */
const MAX_UNREAD_BODY_BYTES = 65_536;

export interface ApiServer {
  readonly http: Server;
  /** Resolves with the port that was taken (for port 0, the one that was free). Rejects when it is in use. */
  listen(port: number, host: string): Promise<number>;
  /**
   * Stops accepting, lets running requests end, closes idle connections.
   *
   * @param graceMs whatever runs longer than this is cut off
   */
  stop(graceMs: number): Promise<void>;
}

/** An HTTP server with every limit explicit. Listens only when told to. */
export function createApiServer(
  app: RequestListener,
  limits: ServerLimits,
  onProtocolError: ProtocolErrorObserver,
): ApiServer {
  const lastResponse = new WeakMap<Socket, ServerResponse>();
  const http = createServer({
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: Math.min(1000, limits.headersTimeoutMs),
    // Two Authorization headers become one that is malformed, instead of the first one winning silently.
    joinDuplicateHeaders: true,
  });
  http.timeout = limits.socketTimeoutMs;
  http.maxConnections = limits.maxConnections;

  http.on('request', (request, response) => {
    lastResponse.set(request.socket, response);
    if (!http.listening || hasLargeBody(request.headers)) {
      response.shouldKeepAlive = false;
      const { socket } = request;
      const close = socket.destroySoon?.bind(socket);
      socket.destroySoon = () => (request.complete ? close?.() : linger(socket));
    }
    app(request, response);
  });

  http.on('checkExpectation', (request, response) => {
    const answer = protocolErrorAnswer('HPE_EXPECTATION');
    onProtocolError({ reason: `Expect: unsupported on ${request.method}`, ...answer });
    response.shouldKeepAlive = false;
    response.writeHead(answer.status, [...answer.headers]);
    response.end(answer.body);
  });

  http.on('clientError', (error: NodeJS.ErrnoException, stream) => {
    const socket = stream as Socket;
    const pending = lastResponse.get(socket);
    // Bytes put into the middle of another request's answer would be read as a part of it.
    const answering = pending !== undefined && !pending.writableFinished;
    if (!socket.writable || error.code === 'ECONNRESET' || answering) {
      socket.destroy();
      return;
    }
    const answer = protocolErrorAnswer(error.code);
    onProtocolError({ reason: error.code ?? error.message, ...answer });
    socket.end(answer.text, () => socket.destroy());
  });

  return {
    http,
    listen: (port, host) => listen(http, port, host),
    stop: (graceMs) => stop(http, graceMs),
  };
}

function hasLargeBody(headers: NodeJS.Dict<string | string[]>): boolean {
  return (
    headers['transfer-encoding'] !== undefined ||
    Number(headers['content-length'] ?? 0) > MAX_UNREAD_BODY_BYTES
  );
}

async function listen(http: Server, port: number, host: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  http.once('error', reject);
  http.listen(port, host, resolve);
  await promise;
  http.off('error', reject);
  const address = http.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

async function stop(http: Server, graceMs: number): Promise<void> {
  const closed = new AbortController();
  const done = new Promise<void>((resolve) => {
    http.close(() => {
      closed.abort();
      resolve();
    });
  });
  const deadline = performance.now() + graceMs;
  while (!closed.signal.aborted) {
    // A connection turns idle when its answer was sent, which may be any time from now on.
    if (performance.now() < deadline) http.closeIdleConnections();
    else http.closeAllConnections();
    await wait(50, undefined, { signal: closed.signal }).catch(() => {});
  }
  await done;
}
