import { issueSentence } from '@taskfold/contract';
import type { z } from 'zod';
import { ApiError } from './api-error.ts';

/** What is wrong with one part of a request. */
export interface Problem {
  /** Where it is: names and indexes from the outside in; empty for the whole. */
  readonly path: readonly string[];
  /** Follows the name: `must be a whole number`. A whole sentence stands for itself. */
  readonly message: string;
}

/** Faults beyond this many say nothing new. */
const MAX_SHOWN = 20;
const MAX_POINTER = 200;

/** `invalid_request` that lists every fault, each in a sentence; `param` and the message are the first one's. */
export function invalidRequest(problems: readonly Problem[]): ApiError {
  const errors = problems.slice(0, MAX_SHOWN).map(({ path, message }) => ({
    param: jsonPointer(path),
    message: issueSentence(path, message, 'The request'),
  }));
  const [first] = errors;
  return new ApiError('invalid_request', {
    ...(first === undefined
      ? {}
      : { param: first.param, message: messageOf(first.message, problems.length) }),
    details: { errors },
  });
}

function messageOf(first: string, count: number): string {
  return count === 1 ? first : `${first} That is the first of ${count} faults.`;
}

/** RFC 6901; cut where a client's own names make it long. */
function jsonPointer(path: readonly string[]): string {
  const pointer = path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return pointer.length > MAX_POINTER ? `${pointer.slice(0, MAX_POINTER)}…` : pointer;
}

/** What a schema found, one by one. */
export function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  const path = issue.path.map(String);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: 'is not known here' }));
    case 'invalid_key':
      return [{ path, message: 'is not a key that metadata can have' }];
    default:
      return [{ path, message: issue.message }];
  }
}
