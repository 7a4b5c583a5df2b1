import { apiErrorBody, ERRORS } from '@taskfold/contract';
import { z } from 'zod';
import { CommandFailure } from '../outcome/command-failure.ts';
import type { Outcome } from '../outcome/outcomes.ts';

// A newer API may have codes that are not known here.
const errorBody = z.object({ error: apiErrorBody.shape.error.extend({ code: z.string() }) });

type ApiError = z.output<typeof errorBody>['error'];

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
export async function failureOfAnswer(response: Response): Promise<CommandFailure> {
  const text = await response.text();
  const body = errorBody.safeParse(parsed(text)).data;
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

const faults = z.object({ errors: z.array(z.object({ message: z.string() })).min(1) });

function sentence({ code, message, request_id, details }: ApiError): string {
  const found = faults.safeParse(details).data?.errors ?? [];
  // The message names the first one alone.
  const said =
    found.length < 2
      ? [message]
      : [ERRORS.invalid_request.message, ...found.map((fault) => `  ${fault.message}`)];
  return [...said, `${code}, request ${request_id}`].join('\n');
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
