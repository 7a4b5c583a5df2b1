import { ApiError, type ApiErrorFacts } from '../errors/errors.ts';
import type { ErrorDetail } from '../generated/openapi.ts';

/** What gateways answer with where the API behind them is away, or has too much to do. */
const AWAY = [408, 429, 502, 503, 504];

/** What an answer says that is an error. @param body as it came */
export function errorOf(response: Response, body: string, requestId: string): ApiError {
  const { status, headers } = response;
  const common = { status, headers, body, retryAfterMs: retryAfterOf(headers) };
  const error = errorDetail(body);
  if (error !== undefined) {
    const { code, retryable, param, details } = error;
    const faults = faultsOf(error);
    const facts = {
      ...common,
      code,
      retryable: retryable === true,
      requestId: error.request_id,
      param,
      details,
      faults,
    };
    return new ApiError(`${faults.join(' ')} (${code}, request ${error.request_id})`, facts);
  }
  const fault = unexpected(response);
  const facts: ApiErrorFacts = {
    ...common,
    code: 'unexpected_answer',
    retryable: AWAY.includes(status),
    requestId: headers.get('x-request-id') ?? requestId,
    param: undefined,
    details: undefined,
    faults: [fault],
  };
  return new ApiError(`${fault} (request ${facts.requestId})`, facts);
}

function unexpected({ status, type }: Response): string {
  if (type === 'opaqueredirect' || (status >= 300 && status < 400))
    return `The address answers with a redirect (${status}), which is not followed, so that the key goes nowhere else: is baseUrl right?`;
  return `The address answers ${status}, and not as a Taskfold API does: is baseUrl right?`;
}

function errorDetail(body: string): ErrorDetail | undefined {
  try {
    const { error } = JSON.parse(body);
    return typeof error?.code === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}

/** The message names the first fault of a request alone. */
function faultsOf({ message, details }: ErrorDetail): readonly string[] {
  const faults = details?.errors;
  if (!Array.isArray(faults) || faults.length < 2) return [message];
  return faults.map((fault) => String(fault?.message));
}

/** Seconds or a date, as RFC 9110 has them. */
function retryAfterOf(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
