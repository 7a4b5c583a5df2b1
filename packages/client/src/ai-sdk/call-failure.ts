import type { KnownErrorCode } from '../generated/error-codes.ts';
import type { EventDataByType } from '../generated/events.ts';

export type CallFailure = EventDataByType['task.failed']['error'];

/** What the answer of a provider is called where the contract has a name for it. */
const BY_STATUS: Readonly<Record<number, KnownErrorCode>> = {
  400: 'invalid_request',
  401: 'unauthorized',
  403: 'forbidden',
  408: 'timeout',
  413: 'payload_too_large',
  422: 'invalid_request',
  429: 'rate_limited',
  504: 'timeout',
};

const ABORTED: ReadonlySet<unknown> = new Set(['AbortError', 'ResponseAborted']);

/** Whether a call ended because somebody asked for it. */
export function isAbort(error: unknown): boolean {
  return causes(error).some(({ name }) => ABORTED.has(name));
}

/**
 * Why a call failed. The message says no more than what kind of error it is: those of providers quote prompts, and are not meant for
 * end users.
 */
export function callFailure(error: unknown): CallFailure {
  const all = causes(error);
  if (all.some(({ name }) => name === 'TimeoutError')) {
    return { code: 'timeout' satisfies KnownErrorCode, message: 'The model took too long.', retryable: true };
  }
  const answer = all.find(({ statusCode }) => typeof statusCode === 'number');
  if (answer !== undefined) return answerFailure(Number(answer.statusCode), answer.isRetryable === true);
  const unreachable = all.find(({ isRetryable }) => isRetryable === true);
  if (unreachable !== undefined) {
    return {
      code: 'service_unavailable' satisfies KnownErrorCode,
      message: 'The provider could not be reached.',
      retryable: true,
    };
  }
  const own = all.find(({ name }) => typeof name === 'string' && name.startsWith('AI_'));
  const name = String(own?.name ?? '').slice('AI_'.length);
  const code = own === undefined ? ('internal_error' satisfies KnownErrorCode) : snakeCase(name);
  return { code, message: 'The model call failed.', retryable: false };
}

function answerFailure(status: number, retryable: boolean): CallFailure {
  const code = BY_STATUS[status] ?? (status >= 500 ? 'service_unavailable' : 'invalid_request');
  return { code, message: `The provider answered with status ${status}.`, retryable, details: { status } };
}

/** An error, the one that it was tried last with, and what lies behind each. */
function causes(error: unknown, depth = 0): readonly Readonly<Record<string, unknown>>[] {
  if (typeof error !== 'object' || error === null || depth > 8) return [];
  const { name, statusCode, isRetryable, lastError, cause } = error as Readonly<Record<string, unknown>>;
  return [{ name, statusCode, isRetryable }, ...causes(lastError, depth + 1), ...causes(cause, depth + 1)];
}

/** `NoObjectGeneratedError` → `no_object_generated`. */
function snakeCase(name: string): string {
  return name
    .replace(/Error$/, '')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
