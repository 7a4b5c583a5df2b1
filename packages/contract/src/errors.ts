import { z } from 'zod';
import { OPEN } from './primitives.ts';

interface ApiErrorEntry {
  readonly status: number;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable: boolean;
  /** Shown to clients where the place that fails knows nothing better; says nothing of the inside. */
  readonly message: string;
  /** For the reference: when it is answered, and what the client does about it. */
  readonly description: string;
}

/** Every error that tenants are answered. The documentation and the error responses are made from this table. */
export const API_ERRORS = {
  malformed_json: {
    status: 400,
    retryable: false,
    message: 'The request body is not valid JSON.',
    description: 'The body could not be read as JSON in UTF-8. Mend the body.',
  },
  malformed_request: {
    status: 400,
    retryable: false,
    message: 'The request is not valid HTTP.',
    description: 'The bytes that arrived are no HTTP/1.1 request. The connection is closed.',
  },
  invalid_cursor: {
    status: 400,
    retryable: false,
    message: 'The cursor is not valid for this request.',
    description:
      'The cursor was not issued by this API, or for another tenant or other filters. Begin anew without it.',
  },
  unauthorized: {
    status: 401,
    retryable: false,
    message: 'An API key is required: send it as "Authorization: Bearer <key>".',
    description: 'The request carries no Authorization header with a bearer key.',
  },
  invalid_api_key: {
    status: 401,
    retryable: false,
    message: 'The API key is not valid.',
    description: 'The key is malformed, unknown, expired or revoked; which of them it is, is not said.',
  },
  tenant_disabled: {
    status: 403,
    retryable: false,
    message: 'This tenant is disabled.',
    description: 'The key is valid, but its tenant has been disabled. The operator can enable it again.',
  },
  forbidden: {
    status: 403,
    retryable: false,
    message: 'The API key does not have the scope that this request needs.',
    description: 'The key lacks the scope of the route. Use a key that has it.',
  },
  task_not_found: {
    status: 404,
    retryable: false,
    message: 'The task does not exist.',
    description:
      'The tenant of the key has no task with this id. A task that belongs to another tenant looks the same.',
  },
  key_not_found: {
    status: 404,
    retryable: false,
    message: 'The API key does not exist.',
    description: 'The tenant has no such key, or it was revoked or has expired before it was rotated.',
  },
  callback_secret_not_found: {
    status: 404,
    retryable: false,
    message: 'The secret does not exist.',
    description: 'The tenant has no callback secret with this id.',
  },
  route_not_found: {
    status: 404,
    retryable: false,
    message: 'There is nothing at this path.',
    description: 'No route of the API has this path.',
  },
  cursor_expired: {
    status: 410,
    retryable: false,
    message: 'The cursor is older than what is kept.',
    description:
      'The changes that follow the cursor are no longer kept. Read the tasks anew, then follow from now.',
  },
  method_not_allowed: {
    status: 405,
    retryable: false,
    message: 'This path does not support the method of the request.',
    description: 'The path exists, but not with this method; the Allow header lists those it has.',
  },
  not_acceptable: {
    status: 406,
    retryable: false,
    message: 'The response is not available in a form that the Accept header allows.',
    description: 'The Accept header excludes every form that the route answers in. Accept application/json.',
  },
  request_timeout: {
    status: 408,
    retryable: true,
    message: 'The request did not arrive in time.',
    description: 'Headers or body were sent too slowly. The connection is closed; try again on another.',
  },
  payload_too_large: {
    status: 413,
    retryable: false,
    message: 'The request body is too large.',
    description: 'The body is larger than the route reads. Send less at once.',
  },
  uri_too_long: {
    status: 414,
    retryable: false,
    message: 'The URL is too long.',
    description: 'Path and query are longer than the server reads. Shorten the query.',
  },
  unsupported_media_type: {
    status: 415,
    retryable: false,
    message: 'The content type of the request is not supported.',
    description: 'The Content-Type or Content-Encoding of the body is none that the route reads.',
  },
  expectation_failed: {
    status: 417,
    retryable: false,
    message: 'The expectation of the request cannot be met.',
    description: 'The Expect header asks for something other than 100-continue. Leave it out.',
  },
  idempotency_conflict: {
    status: 409,
    retryable: false,
    message: 'The idempotency key was used with another request.',
    description: 'The same Idempotency-Key came before with another body. Use a new key for a new request.',
  },
  request_in_progress: {
    status: 409,
    retryable: true,
    message: 'A request with this idempotency key is still in progress.',
    description:
      'The first request with this Idempotency-Key has not been answered yet. Repeat it a little later.',
  },
  callback_not_configured: {
    status: 409,
    retryable: false,
    message: 'The task has no callback.',
    description: 'A redelivery was asked for a task that was created without a callback.',
  },
  too_many_keys: {
    status: 409,
    retryable: false,
    message:
      'The tenant has as many live API keys as it may have: revoke one that is not used, or rotate with grace_seconds 0.',
    description:
      'As many keys of the tenant live as it may have (MAX_KEYS_PER_TENANT); keys that were revoked or have expired do not count. Revoke one that is not used (`DELETE /v1/keys/{key_id}`), or rotate one with `grace_seconds` 0.',
  },
  too_many_callback_secrets: {
    status: 409,
    retryable: false,
    message:
      'Five secrets sign already: end one that was replaced (DELETE /v1/callback-secrets/{secret_id}) before another is made.',
    description:
      'Five callback secrets of the tenant sign, the current one and those replaced within 24 hours. End one of these (`DELETE /v1/callback-secrets/{secret_id}`), or wait until one expires.',
  },
  callback_secret_current: {
    status: 409,
    retryable: false,
    message: 'This is the current secret: replace it (POST /v1/callback-secrets) before it is ended.',
    description:
      'A tenant is never without a secret. Replace the current one (`POST /v1/callback-secrets`), then end the old one.',
  },
  invalid_request: {
    status: 422,
    retryable: false,
    message: 'The request is not valid.',
    description:
      'A parameter or a field is not what it must be. `details.errors` lists each with a JSON Pointer and what is wrong.',
  },
  headers_too_large: {
    status: 431,
    retryable: false,
    message: 'The headers of the request are too large.',
    description: 'The request line and the headers together are larger than the server reads. Send less.',
  },
  rate_limited: {
    status: 429,
    retryable: true,
    message: 'Too many requests.',
    description:
      'The budget of the key or of the client address is used up. Wait as long as Retry-After says.',
  },
  internal_error: {
    status: 500,
    retryable: false,
    message: 'Something went wrong on our side.',
    description: 'A fault of the server. Report it with the request id.',
  },
  service_unavailable: {
    status: 503,
    retryable: true,
    message: 'The service is not available at the moment.',
    description: 'The database or the broker cannot be reached. Wait as long as Retry-After says.',
  },
  timeout: {
    status: 504,
    retryable: true,
    message: 'The request took too long.',
    description: 'The answer was not ready within the time that the server allows. Try again.',
  },
} as const satisfies Record<string, ApiErrorEntry>;

/** What operators alone are answered, beside those. */
export const OPERATOR_ERRORS = {
  tenant_not_found: {
    status: 404,
    retryable: false,
    message: 'There is no such tenant.',
    description: 'No tenant has this id.',
  },
  project_not_found: {
    status: 404,
    retryable: false,
    message: 'The tenant has no such project.',
    description: 'The tenant has no such project, or there is no such tenant.',
  },
  dead_letter_not_found: {
    status: 404,
    retryable: false,
    message: 'There is no such dead letter.',
    description: 'No record of this topic, partition and offset was set aside.',
  },
  tenant_exists: {
    status: 409,
    retryable: false,
    message: 'There is such a tenant.',
    description: 'There is such a tenant; it stays as it is.',
  },
  callback_keys_missing: {
    status: 409,
    retryable: false,
    message: 'CALLBACK_KEYS is not set for this process: secrets of callbacks cannot be encrypted.',
    description: '`CALLBACK_KEYS` is not set for this API.',
  },
  dead_letter_settled: {
    status: 409,
    retryable: false,
    message: 'The dead letter was discarded or redriven before.',
    description: 'It was redriven, or, for a discard, discarded before; `details.status` tells.',
  },
  dead_letter_pruned: {
    status: 409,
    retryable: false,
    message: 'The bytes of the dead letter were removed: nothing can be published.',
    description: 'Its bytes were removed by retention.',
  },
} as const satisfies Record<string, ApiErrorEntry>;

/** Both tables: every code that an answer can have. */
export const ERRORS = { ...API_ERRORS, ...OPERATOR_ERRORS };

export type ApiErrorCode = keyof typeof API_ERRORS;
export type ErrorCode = keyof typeof ERRORS;

/** The body of every response to a tenant that is an error. */
export const apiErrorBody = errorBodyOf(Object.keys(API_ERRORS) as [ApiErrorCode, ...ApiErrorCode[]]);

/** The same of every response to an operator. */
export const operatorErrorBody = errorBodyOf(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]);

function errorBodyOf<Code extends ErrorCode>(codes: readonly [Code, ...Code[]]) {
  return z.object({
    error: z.object({
      code: z.enum(codes).meta({ description: 'What went wrong, for programs.', ...OPEN }),
      message: z
        .string()
        .meta({ description: 'What went wrong, for people. It may change; do not match on it.' }),
      retryable: z.boolean().meta({ description: 'Whether the same request may succeed later, unchanged.' }),
      request_id: z
        .string()
        .meta({ description: 'The X-Request-Id of the response, also found in the logs.' }),
      param: z
        .string()
        .optional()
        .meta({ description: 'A JSON Pointer to the part of the request at fault.' }),
      details: z
        .record(z.string(), z.unknown())
        .optional()
        .meta({ description: 'More about it; its keys depend on the code.' }),
    }),
  });
}
