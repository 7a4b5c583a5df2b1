import express, { type RequestHandler } from 'express';
import { ApiError } from '../errors/api-error.ts';

/** What a route reads of a request's body. */
export interface BodyLimits {
  /** Media types without parameters. */
  readonly types: readonly string[];
  readonly maxBytes: number;
  /** Whether there must be one. */
  readonly required: boolean;
}

/**
 * Reads the body into a Buffer, `request.body`; that of a request without one is empty. Comes after authentication, so that
 * nobody unknown has anything read.
 */
export function receiveBody({ types, maxBytes, required }: BodyLimits): readonly RequestHandler[] {
  const check: RequestHandler = (request, _response, next) => {
    const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    const isEmpty = request.headers['content-length'] === '0' || !hasBody(request.headers);
    if (isEmpty && !required) return next();
    if (type === undefined || !types.includes(type)) {
      throw new ApiError('unsupported_media_type', { message: `The body must be ${types.join(' or ')}.` });
    }
    next();
  };
  const read = express.raw({ type: () => true, limit: maxBytes, inflate: false });
  const orEmpty: RequestHandler = (request, _response, next) => {
    if (!Buffer.isBuffer(request.body)) request.body = Buffer.alloc(0);
    next();
  };
  return [check, read, orEmpty];
}

function hasBody(headers: NodeJS.Dict<string | string[]>): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}
