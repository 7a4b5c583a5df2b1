import { ERRORS, type ErrorCode, type JsonObject } from '@taskfold/contract';

export interface ApiErrorOptions {
  /** Shown to the client; by default what the error table says of the code. */
  readonly message?: string;
  /** JSON Pointer to what is wrong in the request. */
  readonly param?: string;
  readonly details?: JsonObject;
  /** Header names and values in turn. */
  readonly headers?: readonly string[];
  /** What led here; logged, never shown. */
  readonly cause?: unknown;
}

/** An answer that is an error: thrown anywhere below the error middleware, which is the one place that prints it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly param: string | undefined;
  readonly details: JsonObject | undefined;
  readonly headers: readonly string[];

  constructor(code: ErrorCode, options: ApiErrorOptions = {}) {
    super(
      options.message ?? ERRORS[code].message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.param = options.param;
    this.details = options.details;
    this.headers = options.headers ?? [];
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}
