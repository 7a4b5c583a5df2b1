import type { OperationId } from './operation-types.ts';

/** What any single call may be given. */
export interface RequestOptions {
  /** Ends the call, and whatever it waits for; it then throws the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that one attempt may take, beside the time that the API is asked to hold its answer. */
  readonly timeout?: number | undefined;
  /** How often what may succeed later is tried again. */
  readonly maxRetries?: number | undefined;
  /** Names the request in the log of the API; 1 to 256 visible ASCII characters. A new one where none is given. */
  readonly requestId?: string | undefined;
}

/** One attempt to get an answer. */
export interface RequestFacts {
  readonly operation: OperationId;
  readonly method: string;
  /** Without the key. */
  readonly url: string;
  /** 1 for the first one. */
  readonly attempt: number;
  readonly requestId: string;
}

/** Called along the way, for logs and traces. None of them is shown the key, and what they throw is thrown to the caller. */
export interface Hooks {
  /** Before each attempt. Headers may be added, such as `traceparent`. */
  readonly onRequest?: (request: RequestFacts & { readonly headers: Headers }) => void;
  /** When the head of an answer is there, an error or not. */
  readonly onResponse?: (
    answer: RequestFacts & {
      readonly status: number;
      readonly headers: Headers;
      readonly durationMs: number;
    },
  ) => void;
  /** When an attempt has failed. `retryInMs` is absent where it was the last one. */
  readonly onError?: (
    failure: RequestFacts & { readonly error: unknown; readonly retryInMs: number | undefined },
  ) => void;
}

/** How a client asks. */
export interface ClientOptions {
  /**
   * A key or a read token, or what gives one, asked anew before every attempt. `TASKFOLD_API_KEY` of the environment where it is not given.
   */
  readonly apiKey?: string | (() => string | Promise<string>) | undefined;
  /** The address of the API, such as `https://tasks.example.com`. `TASKFOLD_API_URL` of the environment where it is not given. */
  readonly baseUrl?: string | undefined;
  /** In the place of the global `fetch`. It is asked not to follow redirects, and must not. */
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds that one attempt may take, beside the time that the API is asked to hold its answer; 30,000 by default. */
  readonly timeout?: number | undefined;
  /** How often what may succeed later is tried again; 3 times by default. */
  readonly maxRetries?: number | undefined;
  /** Milliseconds that the API may ask to wait before the next attempt; where it asks for more, its error is thrown. 60,000 by default. */
  readonly maxRetryAfter?: number | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly hooks?: Hooks | undefined;
  /**
   * In the place of `JSON.parse`: numbers of `input`, `output` and `details` may have more digits than a double holds, and come
   * out rounded. Give a parser that keeps them, or take the text of {@link RawResponse}.
   */
  readonly parseJson?: ((text: string) => unknown) | undefined;
}
