import { TaskfoldError } from '../errors/errors.ts';
import type { ClientOptions, Hooks } from './options.ts';

const TIMEOUT_MS = 30_000;
const MAX_RETRIES = 3;
const MAX_RETRY_AFTER_MS = 60_000;

/** {@link ClientOptions} with what was left out. */
export interface Settings {
  readonly apiKey: string | (() => string | Promise<string>);
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  readonly timeout: number;
  readonly maxRetries: number;
  readonly maxRetryAfter: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly hooks: Hooks;
  readonly parseJson: (text: string) => unknown;
}

/** @throws TaskfoldError where there is no key, or no address that can be one */
export function settingsOf(options: ClientOptions): Settings {
  const apiKey = options.apiKey ?? environment('TASKFOLD_API_KEY');
  if (apiKey === undefined || apiKey === '')
    throw new TaskfoldError('There is no key: give apiKey, or set TASKFOLD_API_KEY.');
  return {
    apiKey,
    baseUrl: addressOf(options.baseUrl ?? environment('TASKFOLD_API_URL')),
    // Workers want it called without an object before the dot.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeout: options.timeout ?? TIMEOUT_MS,
    maxRetries: options.maxRetries ?? MAX_RETRIES,
    maxRetryAfter: options.maxRetryAfter ?? MAX_RETRY_AFTER_MS,
    headers: options.headers ?? {},
    hooks: options.hooks ?? {},
    parseJson: options.parseJson ?? JSON.parse,
  };
}

function addressOf(text: string | undefined): string {
  if (!text) throw new TaskfoldError('There is no address: give baseUrl, or set TASKFOLD_API_URL.');
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new TaskfoldError(`baseUrl is no address: ${text}`);
  }
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.search !== '') {
    throw new TaskfoldError(
      'baseUrl must be like https://tasks.example.com, without user, password and query.',
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/$/, '');
}

/** Nothing where there is no environment, or where it may not be read, as in Deno. */
function environment(name: string): string | undefined {
  try {
    const { process } = globalThis as {
      readonly process?: { readonly env?: Record<string, string | undefined> };
    };
    return process?.env?.[name] || undefined;
  } catch {
    return undefined;
  }
}
