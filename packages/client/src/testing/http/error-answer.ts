import { ERRORS, type ErrorCode, issueSentence, type JsonObject } from '@taskfold/contract';
import type { z } from 'zod';

/** An answer that is an error: thrown by operations. */
export class ErrorAnswer extends Error {
  readonly code: ErrorCode;
  readonly more: {
    readonly param?: string;
    readonly details?: JsonObject;
    readonly headers?: Readonly<Record<string, string>>;
  };

  constructor(code: ErrorCode, more: ErrorAnswer['more'] & { readonly message?: string } = {}) {
    super(more.message ?? ERRORS[code].message);
    this.code = code;
    this.more = more;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  body(requestId: string): string {
    const { code, message, more } = this;
    const { retryable } = ERRORS[code];
    const { param, details } = more;
    return JSON.stringify({ error: { code, message, retryable, request_id: requestId, param, details } });
  }
}

/** What is wrong with one part of a request: what follows its name. */
export interface Problem {
  readonly path: readonly string[];
  readonly message: string;
}

/** `invalid_request` that lists every fault; `param` and the message are the first one's. */
export function invalidRequest(problems: readonly Problem[]): ErrorAnswer {
  const errors = problems.map(({ path, message }) => ({
    param: path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    message: issueSentence(path, message, 'The request'),
  }));
  const [first] = errors;
  if (first === undefined) return new ErrorAnswer('invalid_request');
  const message =
    errors.length === 1 ? first.message : `${first.message} That is the first of ${errors.length} faults.`;
  return new ErrorAnswer('invalid_request', { message, param: first.param, details: { errors } });
}

/** What a schema found. */
export function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], message: 'is not known here' }));
  if (issue.code === 'invalid_key') return [{ path, message: 'is not a key that metadata can have' }];
  return [{ path, message: issue.message }];
}
