import { isApiError } from '@taskfold/client';

/** What is wrong with one part of what was sent. */
export interface FieldProblem {
  /** A JSON Pointer; '' for the whole. */
  readonly param: string;
  readonly message: string;
}

/** What the API said is wrong, part by part; nothing where it refused for another reason. */
export function fieldProblems(error: unknown): readonly FieldProblem[] {
  if (!isApiError(error, 'invalid_request')) return [];
  const { errors } = error.details ?? {};
  const found = Array.isArray(errors) ? errors.filter(isFieldProblem) : [];
  return found.map(({ param, message }) => ({ param, message: message.replaceAll('`', '') }));
}

function isFieldProblem(value: unknown): value is FieldProblem {
  const { param, message } = (value ?? {}) as Partial<Record<keyof FieldProblem, unknown>>;
  return typeof param === 'string' && typeof message === 'string';
}
