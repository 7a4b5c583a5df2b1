import { ApiError } from '../../errors/api-error.ts';

const HEADERS = ['WWW-Authenticate', 'Bearer realm="taskfold", error="invalid_token"'];

/** One answer for whatever is wrong with a key or a token. */
export function invalidKey(): ApiError {
  return new ApiError('invalid_api_key', { headers: HEADERS });
}
