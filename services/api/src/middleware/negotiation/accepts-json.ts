import type { RequestHandler } from 'express';
import { ApiError } from '../../errors/api-error.ts';

/** Refuses with 406 a client whose `Accept` leaves no room for `application/json`. */
export const acceptsJson: RequestHandler = (request, _response, next) => {
  const accept = request.headers.accept;
  if (
    accept === undefined ||
    accept === '*/*' ||
    accept === 'application/json' ||
    request.accepts('application/json')
  ) {
    next();
  } else {
    throw new ApiError('not_acceptable');
  }
};

/** The same for any of these media types. */
export function accepts(types: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    if (request.accepts([...types])) next();
    else throw new ApiError('not_acceptable');
  };
}
