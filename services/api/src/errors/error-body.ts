import { ERRORS } from '@taskfold/contract';
import type { ApiError } from './api-error.ts';

/** The error envelope as JSON text. Two errors of one code differ in nothing but the request's id. */
export function errorBody(error: ApiError, requestId: string): string {
  return JSON.stringify({
    error: {
      code: error.code,
      message: error.message,
      retryable: ERRORS[error.code].retryable,
      request_id: requestId,
      ...(error.param === undefined ? {} : { param: error.param }),
      ...(error.details === undefined ? {} : { details: error.details }),
    },
  });
}
