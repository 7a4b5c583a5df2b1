import { ConnectionError, TaskfoldError, TimeLimitError } from '../errors/errors.ts';
import { ROUTES } from '../generated/routes.ts';
import { abortable, type Limit, limitOf, pause } from '../waiting/limit.ts';
import { errorOf } from './answer.ts';
import { type ApiPromise, apiPromise, type RawResponse } from './api-promise.ts';
import type {
  OperationAnswer,
  OperationBody,
  OperationId,
  OperationPath,
  OperationQuery,
} from './operation-types.ts';
import type { RequestFacts, RequestOptions } from './options.ts';
import { urlOf } from './request-url.ts';
import { delayAfter } from './retries.ts';
import type { Settings } from './settings.ts';

/** What a request is made of, beside its operation, whichever that is. */
interface AnyParts {
  readonly path?: Readonly<Record<string, string>> | undefined;
  readonly query?: object | undefined;
  readonly body?: unknown;
  /** Beside those of the client. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Of the body; `application/json` where nothing is said. */
  readonly contentType?: string | undefined;
  /** Whether doing it twice is the same as doing it once; only then is it tried again after an answer that was lost. GET and DELETE are. */
  readonly repeatable?: boolean | undefined;
  /** How long the API is asked to hold the answer, in seconds. */
  readonly holdSeconds?: number | undefined;
}

/** What a request of this operation is made of. */
export type RequestParts<Id extends OperationId> = AnyParts & {
  readonly query?: OperationQuery<Id> | undefined;
  /** A text is sent as it is. */
  readonly body?: OperationBody<Id> | string | undefined;
} & (OperationPath<Id> extends undefined
    ? { readonly path?: undefined }
    : { readonly path: OperationPath<Id> });

/** An answer that comes piece by piece. */
export interface OpenStream {
  readonly response: Response;
  readonly url: string;
  readonly requestId: string;
  /** Ends it. Its time is up where it is not restarted. */
  readonly limit: Limit;
}

/** Sends requests with a time limit, again where that helps, and reads their answers. */
export interface Transport {
  /** @throws ApiError, ConnectionError, TimeLimitError */
  call<Id extends OperationId>(
    id: Id,
    parts: RequestParts<Id>,
    options?: RequestOptions,
  ): ApiPromise<OperationAnswer<Id>>;
  /** One attempt, whose body is left to the caller, who must end its limit. */
  open<Id extends OperationId>(
    id: Id,
    parts: RequestParts<Id>,
    options?: RequestOptions,
  ): Promise<OpenStream>;
  readonly parseJson: (text: string) => unknown;
  /** How long to wait before another attempt; see {@link delayAfter}. */
  delayAfter(error: unknown, failures: number, repeatable: boolean): number | undefined;
}

export function createTransport(settings: Settings): Transport {
  const delay: Transport['delayAfter'] = (error, failures, repeatable) =>
    delayAfter(error, failures, repeatable, settings.maxRetryAfter);

  /** @param use takes over the limit */
  async function attempt<Result>(
    facts: RequestFacts,
    parts: AnyParts,
    options: RequestOptions,
    use: (opened: OpenStream) => Promise<Result>,
  ): Promise<Result> {
    const { operation, method, url, requestId } = facts;
    const limitMs = (options.timeout ?? settings.timeout) + (parts.holdSeconds ?? 0) * 1_000;
    const limit = limitOf(options.signal, limitMs);
    const began = performance.now();
    try {
      const headers = new Headers({ accept: 'application/json', ...settings.headers, ...parts.headers });
      headers.set('x-request-id', requestId);
      const body = bodyOf(parts.body);
      if (body !== undefined) headers.set('content-type', parts.contentType ?? 'application/json');
      settings.hooks.onRequest?.({ ...facts, headers });
      headers.set('authorization', `Bearer ${await keyOf(settings, limit.signal)}`);
      const init: RequestInit = { method, headers, redirect: 'manual', signal: limit.signal };
      const sent = settings.fetch(url, body === undefined ? init : { ...init, body });
      const response = await abortable(sent, limit.signal).catch((cause) => {
        options.signal?.throwIfAborted();
        throw new ConnectionError(
          `${operation}: ${url} cannot be reached: ${reasonOf(cause)} (request ${requestId})`,
          {
            requestId,
            cause,
          },
        );
      });
      const { status } = response;
      settings.hooks.onResponse?.({
        ...facts,
        status,
        headers: response.headers,
        durationMs: performance.now() - began,
      });
      if (!response.ok && status !== 304) {
        throw errorOf(response, await textOf(response, facts, limit), requestId);
      }
      return await use({
        response,
        url,
        requestId: response.headers.get('x-request-id') ?? requestId,
        limit,
      });
    } catch (error) {
      limit.end();
      options.signal?.throwIfAborted();
      if (limit.isUp())
        throw new TimeLimitError(
          `${operation}: ${url} has not answered within ${limitMs} ms (request ${requestId})`,
          {
            requestId,
            cause: error,
          },
        );
      throw error;
    }
  }

  async function repeated(
    id: OperationId,
    parts: AnyParts,
    options: RequestOptions,
  ): Promise<RawResponse<unknown>> {
    const maxRetries = options.maxRetries ?? settings.maxRetries;
    const begun = factsOf(settings.baseUrl, id, parts, options);
    const repeatable = parts.repeatable ?? begun.method !== 'POST';
    for (let failures = 0; ; failures += 1) {
      const facts = { ...begun, attempt: failures + 1 };
      try {
        return await attempt(facts, parts, options, (opened) =>
          wholeAnswer(facts, opened, settings, parts.headers?.accept === undefined),
        );
      } catch (error) {
        const retryInMs = failures < maxRetries ? delay(error, failures, repeatable) : undefined;
        settings.hooks.onError?.({ ...facts, error, retryInMs });
        if (retryInMs === undefined) throw error;
        await pause(retryInMs, options.signal);
      }
    }
  }

  return {
    parseJson: settings.parseJson,
    delayAfter: delay,
    call: <Id extends OperationId>(id: Id, parts: RequestParts<Id>, options: RequestOptions = {}) =>
      apiPromise(repeated(id, parts, options) as Promise<RawResponse<OperationAnswer<Id>>>),
    async open(id, parts, options = {}) {
      const facts = factsOf(settings.baseUrl, id, parts, options);
      try {
        return await attempt(facts, parts, options, async (opened) => opened);
      } catch (error) {
        settings.hooks.onError?.({ ...facts, error, retryInMs: undefined });
        throw error;
      }
    },
  };
}

/** @throws TaskfoldError where it cannot stand in a header; what a runtime says of that would show it */
async function keyOf({ apiKey }: Settings, signal: AbortSignal): Promise<string> {
  const given = typeof apiKey === 'string' ? apiKey : await abortable(Promise.resolve(apiKey()), signal);
  const key = given.trim();
  if (/^[!-~]+$/.test(key)) return key;
  throw new TaskfoldError('The key is not one: it has characters that no key has, or none.');
}

function factsOf(
  baseUrl: string,
  operation: OperationId,
  { path, query }: AnyParts,
  { requestId }: RequestOptions,
): RequestFacts {
  const [method = '', template = ''] = ROUTES[operation].split(' ');
  const url = urlOf(baseUrl, template, path, query);
  return { operation, method, url, attempt: 1, requestId: requestId ?? `req_${randomHex(16)}` };
}

async function wholeAnswer(
  facts: RequestFacts,
  { response, requestId, limit }: OpenStream,
  { parseJson }: Settings,
  wantsJson: boolean,
): Promise<RawResponse<unknown>> {
  const { status, headers } = response;
  const text = await textOf(response, facts, limit);
  limit.end();
  const data = status === 304 || !wantsJson ? text : parsed();
  return { data, status, headers, requestId, text };

  function parsed(): unknown {
    try {
      return parseJson(text);
    } catch {
      throw errorOf(response, text, requestId);
    }
  }
}

function textOf(
  response: Response,
  { operation, url, requestId }: RequestFacts,
  limit: Limit,
): Promise<string> {
  return abortable(response.text(), limit.signal).catch((cause) => {
    const message = `${operation}: the answer of ${url} broke off: ${reasonOf(cause)} (request ${requestId})`;
    throw new ConnectionError(message, { requestId, cause });
  });
}

const bodyOf = (body: unknown) =>
  body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);

/** What `fetch` knows lies in the cause of what it throws. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as {
    readonly message?: string;
    readonly cause?: { readonly message?: string };
  };
  return cause?.message || message || String(error);
}

export function randomHex(bytes: number): string {
  // `randomUUID` is missing in pages that came without TLS.
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
