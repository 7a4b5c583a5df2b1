import type { Operation } from '@taskfold/contract';
import { backoff, messageOf, sleep } from '@taskfold/runtime/command';
import { CommandFailure } from '../outcome/command-failure.ts';
import type { Profile } from '../settings/profiles.ts';
import { type Answer, type AnswerOf, answerOf } from './answer.ts';
import { ApiFailure, failureOfAnswer } from './api-failure.ts';
import { type QueryValues, requestUrl } from './request-url.ts';

/** Without what is waited for at the server. */
const TIME_LIMIT_MS = 30_000;
const MAX_ATTEMPTS = 4;
const BASE_MS = 500;
/** The longest wait between two attempts; a service that asks for more has the command end as `unavailable`. */
const MAX_WAIT_MS = 20_000;

/** What a request is made of, beside its operation. */
export interface RequestParts {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: QueryValues;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text is JSON already, each digit of which is kept. */
  readonly body?: object | string;
  /** Of the body; `application/json` where nothing is said. */
  readonly contentType?: string;
  /** Whether it may be sent again after a failure; GET always may. */
  readonly repeatable?: boolean;
  /** How long the server may hold the answer, in seconds. */
  readonly waitSeconds?: number;
  readonly signal?: AbortSignal;
}

/** Asks an API. Every request has a time limit; what may succeed later is tried again a few times. */
export interface ApiClient {
  readonly profile: Profile;
  /** @throws ApiFailure for an error of the API; CommandFailure where it cannot be reached */
  call<Of extends Operation>(operation: Of, parts?: RequestParts): Promise<Answer<AnswerOf<Of>>>;
  /** One attempt whose body is left to the caller, for streams: it is unlimited in time once the answer has begun. */
  open(operation: Operation, parts?: RequestParts): Promise<Response>;
}

/** @param signal ends whatever is under way */
export function createApiClient(profile: Profile, signal: AbortSignal): ApiClient {
  /** @param use takes the answer before the time is up */
  const attempt = async <Result>(
    operation: Operation,
    parts: RequestParts,
    use: (response: Response, inTime: () => void) => Promise<Result>,
  ): Promise<Result> => {
    const limit = new AbortController();
    const limitMs = TIME_LIMIT_MS + (parts.waitSeconds ?? 0) * 1_000;
    const timer = setTimeout(() => limit.abort(), limitMs);
    const stop = AbortSignal.any([signal, limit.signal, ...(parts.signal ? [parts.signal] : [])]);
    try {
      const response = await fetch(requestUrl(profile.api_url, operation, parts.path, parts.query), {
        method: operation.method,
        headers: headersOf(profile, operation, parts),
        ...(parts.body === undefined
          ? {}
          : { body: typeof parts.body === 'string' ? parts.body : JSON.stringify(parts.body) }),
        // The key goes to no address but the one it was given for.
        redirect: 'manual',
        signal: stop,
      });
      if (!Object.hasOwn(operation.answers, response.status)) throw await failureOfAnswer(response);
      return await use(response, () => clearTimeout(timer));
    } catch (error) {
      signal.throwIfAborted();
      parts.signal?.throwIfAborted();
      if (error instanceof CommandFailure) throw error;
      const why = limit.signal.aborted ? `no answer within ${limitMs / 1_000} s` : messageOf(error);
      throw new CommandFailure('unavailable', `${profile.api_url} cannot be reached: ${why}`, {
        cause: error,
      });
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    profile,
    call: async (operation, parts = {}) => {
      const repeatable = parts.repeatable ?? operation.method === 'GET';
      for (let failures = 0; ; failures += 1) {
        try {
          return await attempt(operation, parts, async (response) =>
            answerOf(operation, response, await response.text()),
          );
        } catch (error) {
          const waitMs = repeatable && failures + 1 < MAX_ATTEMPTS ? waitBefore(error, failures) : undefined;
          if (waitMs === undefined) throw error;
          await sleep(waitMs, signal);
        }
      }
    },
    open: (operation, parts = {}) =>
      attempt(operation, parts, async (response, inTime) => {
        inTime();
        return response;
      }),
  };
}

/** How long to wait before the next attempt, in milliseconds; `undefined` where none would help. */
export function waitBefore(error: unknown, failures: number): number | undefined {
  if (!(error instanceof CommandFailure) || error.outcome !== 'unavailable') return undefined;
  const asked = error instanceof ApiFailure ? error.retryAfterMs : undefined;
  if (asked !== undefined) return asked <= MAX_WAIT_MS ? asked : undefined;
  return backoff({ attempt: failures, baseMs: BASE_MS, maxMs: MAX_WAIT_MS });
}

function headersOf({ api_key }: Profile, operation: Operation, parts: RequestParts): Record<string, string> {
  return {
    ...(operation.scope === null ? {} : { authorization: `Bearer ${api_key}` }),
    accept: 'application/json',
    ...(parts.body === undefined ? {} : { 'content-type': parts.contentType ?? 'application/json' }),
    ...parts.headers,
  };
}
