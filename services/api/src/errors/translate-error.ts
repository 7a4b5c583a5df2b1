import { failureOf } from '@taskfold/runtime';
import { ApiError } from './api-error.ts';
import { bodyFailure } from './body-failure.ts';

/** How long a client should wait, in seconds, before it asks again while a part that the API needs is away. */
const RETRY_AFTER_SECONDS = '2';

/**
 * Turns whatever a request failed with into what its client is told. What is not known here is `internal_error`, whose
 * text says nothing of its cause.
 */
export function translateError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  // The router found bytes in the path that are no text: such a path names nothing.
  if (error instanceof URIError) return new ApiError('route_not_found', { cause: error });
  const body = bodyFailure(error);
  if (body !== null) return new ApiError(body, { cause: error });
  const { answer } = failureOf(error);
  const headers = answer === 'service_unavailable' ? ['Retry-After', RETRY_AFTER_SECONDS] : [];
  return new ApiError(answer, { headers, cause: error });
}
