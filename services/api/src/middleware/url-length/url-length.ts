import type { RequestHandler } from 'express';
import { ApiError } from '../../errors/api-error.ts';

/** Refuses with 414 a request target of more than `maxLength` characters, before anything parses it. */
export function urlLength(maxLength: number): RequestHandler {
  return (request, _response, next) => {
    if (request.url.length > maxLength) throw new ApiError('uri_too_long');
    next();
  };
}
