import express, { type RequestHandler } from 'express';
import { contextOf } from '../context/request-context.ts';
import { ApiError } from '../errors/api-error.ts';
import type { ByteBudget } from '../shares/byte-budgets.ts';
import type { Share } from '../shares/shares.ts';

/** What a route reads of a request's body. */
export interface BodyLimits {
  /** Media types without parameters, as a refusal names them. */
  readonly types: readonly string[];
  /** Whether a body of such a content type is read; those of `types` where it is left out. */
  readonly takes?: (contentType: string | undefined) => boolean;
  readonly maxBytes: number;
  /** Whether there must be one. */
  readonly required: boolean;
}

/**
 * Reads the body into a Buffer, `request.body`; that of a request without one is empty. Comes after authentication, so that
 * nobody unknown has anything read. A body of another type is refused before it is read where its length is announced; where
 * it comes in chunks, only reading tells whether there is one: clients announce chunks before they know that there are none.
 *
 * What is announced is counted before it is read, chunks as the most that they may be, until the request has been answered. What is too
 * large, or for which there is no room, is refused without a byte being read.
 *
 * @param bodies without it, bodies are not counted
 */
export function receiveBody(limits: BodyLimits, bodies?: ByteBudget): readonly RequestHandler[] {
  const { types, maxBytes, required } = limits;
  const takes = limits.takes ?? ((type) => types.includes(mediaType(type)));
  const refuseOther = (contentType: string | undefined, bytes: number) => {
    if ((bytes > 0 || required) && !takes(contentType)) {
      throw new ApiError('unsupported_media_type', { message: `The body must be ${types.join(' or ')}.` });
    }
  };
  const check: RequestHandler = ({ headers }, _response, next) => {
    if (headers['transfer-encoding'] === undefined) {
      refuseOther(headers['content-type'], Number(headers['content-length'] ?? 0));
    }
    next();
  };
  const reserve: RequestHandler = ({ headers }, response, next) => {
    const isChunked = headers['transfer-encoding'] !== undefined;
    const bytes = isChunked ? maxBytes : Number(headers['content-length'] ?? 0);
    if (bytes > maxBytes) throw new ApiError('payload_too_large');
    const share = bodies?.take(contextOf(response), bytes);
    if (share) response.once('close', share.release);
    if (share && isChunked) response.locals.bodyShare = share;
    next();
  };
  const read = express.raw({ type: () => true, limit: maxBytes, inflate: false });
  const checkRead: RequestHandler = (request, response, next) => {
    if (!Buffer.isBuffer(request.body)) request.body = Buffer.alloc(0);
    (response.locals.bodyShare as Share | undefined)?.resize(request.body.length);
    refuseOther(request.headers['content-type'], request.body.length);
    next();
  };
  return [check, reserve, read, checkRead];
}

function mediaType(contentType = ''): string {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
