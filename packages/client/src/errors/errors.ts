import type { KnownErrorCode } from '../generated/error-codes.ts';

/** The codes of the API that are known today, the client's own for an answer that is no Taskfold API's, and any that may come in time. */
export type ErrorCode = KnownErrorCode | 'unexpected_answer' | (string & {});

/** Whatever this client throws is one of these, but for the reason of a signal that is aborted, and faults in arguments (`TypeError`). */
export class TaskfoldError extends Error {
  override readonly name: string = 'TaskfoldError';
  /** The `X-Request-Id` of the request, by which operators find it; the API's log has the same. */
  readonly requestId: string | undefined;

  constructor(
    message: string,
    { requestId, cause }: { requestId?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.requestId = requestId;
  }
}

/** What an {@link ApiError} is made of. */
export interface ApiErrorFacts {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly requestId: string | undefined;
  readonly param: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  readonly faults: readonly string[];
  readonly body: string;
  readonly headers: Headers;
  readonly retryAfterMs: number | undefined;
}

/**
 * The API, or something on the way to it, answered with an error.
 *
 * @example
 * ```ts
 * import { ApiError, Taskfold } from '@taskfold/client';
 *
 * const taskfold = new Taskfold();
 * const error = await taskfold.tasks.get('nobody').catch((reason) => reason);
 *
 * error instanceof ApiError; // true
 * error.code; // 'task_not_found'
 * error.retryable; // false
 * ```
 */
export class ApiError extends TaskfoldError implements ApiErrorFacts {
  override readonly name: string = 'ApiError';
  /** What went wrong, for programs. `unexpected_answer` where what answered is no Taskfold API. */
  readonly code: ErrorCode;
  readonly status: number;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable: boolean;
  /** A JSON Pointer to the part of the request at fault. */
  readonly param: string | undefined;
  /** More about it; its keys depend on the code. */
  readonly details: Readonly<Record<string, unknown>> | undefined;
  /** What went wrong, for people: a sentence, or one for each fault of the request. The message has them all, with the code. */
  readonly faults: readonly string[];
  /** The body as it came. */
  readonly body: string;
  readonly headers: Headers;
  /** How long the API asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, facts: ApiErrorFacts) {
    super(message, facts);
    this.code = facts.code;
    this.status = facts.status;
    this.retryable = facts.retryable;
    this.param = facts.param;
    this.details = facts.details;
    this.faults = facts.faults;
    this.body = facts.body;
    this.headers = facts.headers;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** No answer came: the API cannot be reached, or the connection broke. */
export class ConnectionError extends TaskfoldError {
  override readonly name: string = 'ConnectionError';
}

/** No answer came within the time limit of a request, or a stream was silent. */
export class TimeLimitError extends ConnectionError {
  override readonly name: string = 'TimeLimitError';
}

/**
 * Whether it is an error of the API, with one of these codes where any are given.
 *
 * @example
 * ```ts
 * import { isApiError, Taskfold } from '@taskfold/client';
 *
 * const taskfold = new Taskfold();
 * const task = await taskfold.tasks.get('nobody').catch((error) => {
 *   if (isApiError(error, 'task_not_found')) return undefined;
 *   throw error;
 * });
 *
 * task; // undefined
 * ```
 */
export function isApiError<Code extends KnownErrorCode | 'unexpected_answer'>(
  error: unknown,
  ...codes: readonly Code[]
): error is ApiError & { readonly code: Code } {
  return error instanceof ApiError && (codes.length === 0 || codes.some((code) => code === error.code));
}
