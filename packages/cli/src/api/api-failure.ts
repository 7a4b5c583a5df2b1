import { type ApiErrorBody, apiErrorBody, ERRORS } from '@taskfold/contract';
import { CommandFailure } from '../outcome/command-failure.ts';
import type { Outcome } from '../outcome/outcomes.ts';

type ApiError = ApiErrorBody['error'];

/** An answer of the API that is an error: sentence, code and request id, and each fault of the request. */
export class ApiFailure extends CommandFailure {
  readonly code: string;
  readonly retryable: boolean;
  /** How long the API asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, error: ApiError, retryAfterMs: number | undefined) {
    super(outcomeOf(status, error.retryable), sentence(error));
    this.code = error.code;
    this.retryable = error.retryable;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What an answer says that is none of the expected ones; also one that no API of this kind gives, as a proxy's. */
export async function failureOf(response: Response): Promise<CommandFailure> {
  const text = await response.text();
  const body = apiErrorBody.safeParse(parsed(text)).data;
  const after = retryAfterMs(response.headers.get('retry-after'));
  if (body !== undefined) return new ApiFailure(response.status, body.error, after);
  const { status, url } = response;
  const said = `${new URL(url).origin} answered ${status}, and not as a Taskfold API does: is the address right?`;
  const away = status === 502 || status === 503 || status === 504;
  if (!away) return new CommandFailure('failed', said);
  const { message, retryable } = ERRORS.service_unavailable;
  const request_id = response.headers.get('x-request-id') ?? 'unknown';
  return new ApiFailure(status, { code: 'service_unavailable', message, retryable, request_id }, after);
}

function sentence({ message, code, request_id, details, param }: ApiError): string {
  const faults = Array.isArray(details?.errors) ? details.errors.map(faultOf) : [];
  const where = faults.length === 0 && param !== undefined ? ` (${param})` : '';
  return [
    `${message}${where}`,
    ...faults.map((fault) => `  ${fault}`),
    `${code}, request ${request_id}`,
  ].join('\n');
}

function faultOf(fault: unknown): string {
  if (typeof fault !== 'object' || fault === null) return String(fault);
  return Object.values(fault).map(String).join(' ');
}

function outcomeOf(status: number, retryable: boolean): Outcome {
  if (status === 401 || status === 403) return 'not_allowed';
  if (status === 404) return 'not_found';
  if (status === 400 || status === 422) return 'usage';
  return retryable ? 'unavailable' : 'failed';
}

/** Seconds or a date, as RFC 9110 has them. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
