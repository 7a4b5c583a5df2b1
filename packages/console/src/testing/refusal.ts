import { ApiError } from '@taskfold/client';

/** The API's answer with an error that another attempt does not mend. */
export const refusal = (status: number, code: string) =>
  new ApiError(code, {
    status,
    code,
    retryable: false,
    requestId: undefined,
    param: undefined,
    details: undefined,
    faults: [],
    body: '',
    headers: new Headers(),
    retryAfterMs: undefined,
  });
