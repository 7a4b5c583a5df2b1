import { STATUS_CODES } from 'node:http';
import type { ErrorCode } from '@taskfold/contract';
import { requestIdFor } from '../request-id.ts';
import { ApiError } from './api-error.ts';
import { errorBody } from './error-body.ts';

/** What Node's parser reports of bytes that are no request, as the code that the client is told. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_EXPECTATION: 'expectation_failed',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

export interface ProtocolErrorAnswer {
  readonly status: number;
  readonly requestId: string;
  /** Header names and values in turn. */
  readonly headers: readonly string[];
  readonly body: string;
  /** The whole answer as it goes over the wire, for a connection that has no response object. */
  readonly text: string;
}

/**
 * The answer to bytes that never became a request: the error envelope, as everywhere else, with a new request id, since
 * the client's own could not be read.
 *
 * @param reason the parser's error code; anything unknown is `malformed_request`
 */
export function protocolErrorAnswer(reason: string | undefined): ProtocolErrorAnswer {
  const error = new ApiError(CODES[reason ?? ''] ?? 'malformed_request');
  const requestId = requestIdFor(undefined);
  const body = errorBody(error, requestId);
  const headers = [
    'X-Request-Id',
    requestId,
    'X-Content-Type-Options',
    'nosniff',
    'Cache-Control',
    'no-store',
    'Content-Type',
    'application/json; charset=utf-8',
    'Content-Length',
    String(Buffer.byteLength(body)),
    'Connection',
    'close',
  ];
  const lines = [`HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}`];
  for (let i = 0; i < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
  return { status: error.status, requestId, headers, body, text: `${lines.join('\r\n')}\r\n\r\n${body}` };
}
