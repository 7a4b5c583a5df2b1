import type { Request, Response } from 'express';
import { contextOf } from '../context/request-context.ts';
import { compressBody, compressedHeaders, type Encoding, encodingFor } from './compression.ts';

/** What a route returns. The body, where there is one, is text already: JSON unless `type` says otherwise. */
export interface Reply {
  readonly status: number;
  /** Header names and values in turn. Type, length, request id and security headers are added. */
  readonly headers: readonly string[];
  readonly body: string | null;
  readonly type?: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Writes an answer: every answer of the API leaves through here. The headers go out in one call and as a flat list,
 * which Node writes without building an object. Does nothing where the client is gone. A large body is compressed where the
 * client asks for that, beside the event loop; then the answer is written when that is done.
 */
export function sendReply(request: Request, response: Response, reply: Reply): void {
  if (response.headersSent || response.destroyed) return;
  const context = contextOf(response);
  const headers = [
    'X-Request-Id',
    context.requestId,
    'X-Content-Type-Options',
    'nosniff',
    ...context.headers,
    ...context.originHeaders,
    ...reply.headers,
  ];
  if (reply.body === null) {
    response.writeHead(reply.status, headers);
    response.end();
    return;
  }
  const bytes = Buffer.byteLength(reply.body);
  headers.push('Content-Type', reply.type ?? JSON_TYPE);
  const encoding = encodingFor(request, bytes);
  if (encoding !== null) {
    void sendCompressed(request, response, { status: reply.status, headers, body: reply.body, encoding });
    return;
  }
  headers.push('Content-Length', String(bytes));
  response.writeHead(reply.status, headers);
  if (request.method === 'HEAD') response.end();
  // As many bytes as characters: all is ASCII, the same bytes in Latin-1, which is written a little faster.
  else response.end(reply.body, bytes === reply.body.length ? 'latin1' : 'utf8');
}

interface ToCompress {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
  readonly encoding: Encoding;
}

async function sendCompressed(
  request: Request,
  response: Response,
  { status, headers, body, encoding }: ToCompress,
): Promise<void> {
  const fields = compressedHeaders(headers, encoding);
  if (request.method === 'HEAD') {
    response.writeHead(status, fields);
    response.end();
    return;
  }
  const bytes = await compressBody(body, encoding).catch(() => null);
  if (response.headersSent || response.destroyed) return;
  if (bytes === null) response.writeHead(status, [...headers]).end(body);
  else response.writeHead(status, [...fields, 'Content-Length', String(bytes.length)]).end(bytes);
}
