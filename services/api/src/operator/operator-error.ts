import type { OperatorAnswer } from '@taskfold/runtime';
import { errorBody } from '../errors/error-body.ts';
import { translateError } from '../errors/translate-error.ts';

/** What only operators are told, beside the errors of the API. */
const OPERATOR_ERRORS = {
  tenant_not_found: { status: 404, message: 'There is no such tenant.' },
  tenant_exists: { status: 409, message: 'There is such a tenant.' },
  project_not_found: { status: 404, message: 'The tenant has no such project.' },
  callback_keys_missing: {
    status: 409,
    message: 'CALLBACK_KEYS is not set for this process: secrets of callbacks cannot be encrypted.',
  },
  dead_letter_not_found: { status: 404, message: 'There is no such dead letter.' },
  dead_letter_settled: { status: 409, message: 'The dead letter was discarded or redriven before.' },
  dead_letter_pruned: {
    status: 409,
    message: 'The bytes of the dead letter were removed: nothing can be published.',
  },
} as const;

/** An answer to an operator that is an error and that the same request will get again. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  readonly code: keyof typeof OPERATOR_ERRORS;
  readonly details: object | undefined;

  constructor(code: keyof typeof OPERATOR_ERRORS, details?: object) {
    super(OPERATOR_ERRORS[code].message);
    this.code = code;
    this.details = details;
  }
}

/** What a failed request is answered with, in the envelope of the API's errors; `code` is for the log. */
export function failedAnswer(
  error: unknown,
  requestId: string,
): { readonly answer: OperatorAnswer; readonly code: string } {
  if (error instanceof OperatorError) {
    const { code, message, details } = error;
    const body = { error: { code, message, retryable: false, request_id: requestId, details } };
    return { answer: { status: OPERATOR_ERRORS[code].status, body }, code };
  }
  const shown = translateError(error);
  const headers: Record<string, string> = {};
  for (let at = 0; at + 1 < shown.headers.length; at += 2) {
    headers[shown.headers[at] ?? ''] = shown.headers[at + 1] ?? '';
  }
  const body: unknown = JSON.parse(errorBody(shown, requestId));
  return { answer: { status: shown.status, body, headers }, code: shown.code };
}
