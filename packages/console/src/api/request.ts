import { parseExact } from './exact-json.ts';
import { RefusedError, UnreachableError } from './failures.ts';

export interface ApiAnswer<Data> {
  readonly status: number;
  readonly data: Data;
  /** Seconds that the projection may be behind the log; null where the answer does not say. */
  readonly lagSeconds: number | null;
  readonly etag: string | null;
}

export interface Ask {
  readonly method?: 'GET' | 'POST';
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Seconds that the API is asked to hold its answer for. */
  readonly wait?: number;
  readonly signal?: AbortSignal | undefined;
}

/** How long an answer may take that the API does not hold. */
const TIME_LIMIT_MS = 20_000;

/**
 * Asks the API that this page comes from.
 *
 * @throws RefusedError where it answers with an error, UnreachableError where no answer comes in time, and the reason of
 * `signal` when that is aborted
 */
export async function request<Data>(key: string, path: string, ask: Ask = {}): Promise<ApiAnswer<Data>> {
  const { method = 'GET', body, signal, wait = 0 } = ask;
  const limit = AbortSignal.timeout(TIME_LIMIT_MS + wait * 1000);
  try {
    const answer = await fetch(pathWith(path, ask.query), {
      method,
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...ask.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
    });
    const text = await answer.text();
    if (!answer.ok && answer.status !== 304) throw refusal(answer, text);
    const lag = answer.headers.get('task-projection-lag');
    return {
      status: answer.status,
      data: (text === '' ? null : parseExact(text)) as Data,
      lagSeconds: lag === null ? null : Number(lag),
      etag: answer.headers.get('etag'),
    };
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    signal?.throwIfAborted();
    throw new UnreachableError('The API does not answer.', { cause: error });
  }
}

function pathWith(path: string, query: Ask['query'] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

function refusal(answer: Response, text: string): Error {
  const requestId = answer.headers.get('x-request-id');
  const body = errorOf(text);
  // A proxy that finds no API behind it says so in a page of its own.
  if (body === null && answer.status >= 502)
    return new UnreachableError(`The API is away (${answer.status}).`);
  const {
    code = 'unknown',
    message = `The API answered with ${answer.status}.`,
    retryable = false,
  } = body ?? {};
  return new RefusedError({ status: answer.status, code, message, retryable, requestId });
}

interface ErrorBody {
  readonly code?: string;
  readonly message?: string;
  readonly retryable?: boolean;
}

function errorOf(text: string): ErrorBody | null {
  try {
    return (JSON.parse(text) as { readonly error?: ErrorBody }).error ?? null;
  } catch {
    return null;
  }
}
