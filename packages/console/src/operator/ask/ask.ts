import { NoAnswer, OperatorRefusal } from './failures.ts';
import { OPERATIONS, type OperationId, type OperatorAnswer } from './operations.ts';

export interface AskParts {
  /** The parts of the path that the operation names in braces. */
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
  readonly signal?: AbortSignal;
}

/** An answer, and when it was given. */
export interface Told<Data> {
  readonly data: Data;
  /** By the clock of the API, in milliseconds since 1970, to the second. */
  readonly serverTime: number;
}

const TIME_LIMIT_MS = 15_000;

/**
 * Asks the admin port that this page comes from.
 *
 * @throws OperatorRefusal where it answers with an error, NoAnswer where nothing comes in time, and the reason of `signal`
 * when that is aborted
 */
export async function askOperator<Id extends OperationId>(
  token: string,
  id: Id,
  { path = {}, query = {}, body, signal }: AskParts = {},
): Promise<Told<OperatorAnswer<Id>>> {
  const [method, template = ''] = OPERATIONS[id].split(' ');
  const limit = AbortSignal.timeout(TIME_LIMIT_MS);
  try {
    const answer = await fetch(filled(template, path) + searchOf(query), {
      ...(method !== undefined && { method }),
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
    });
    const text = await answer.text();
    if (!answer.ok) throw refusalOf(answer, text);
    const date = Date.parse(answer.headers.get('date') ?? '');
    return { data: JSON.parse(text), serverTime: Number.isNaN(date) ? Date.now() : date };
  } catch (error) {
    if (error instanceof OperatorRefusal || error instanceof NoAnswer) throw error;
    signal?.throwIfAborted();
    throw new NoAnswer('The API does not answer.', { cause: error });
  }
}

function filled(template: string, path: NonNullable<AskParts['path']>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name] ?? '')));
}

function searchOf(query: NonNullable<AskParts['query']>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
  return parameters.size === 0 ? '' : `?${parameters}`;
}

function refusalOf(answer: Response, text: string): Error {
  const error = errorIn(text);
  // A proxy that finds no API behind it says so in a page of its own.
  if (error === null && answer.status >= 502) return new NoAnswer(`The API is away (${answer.status}).`);
  const { code = 'unknown', message = `The API answered with ${answer.status}.` } = error ?? {};
  return new OperatorRefusal({
    status: answer.status,
    code,
    message,
    requestId: answer.headers.get('x-request-id'),
  });
}

function errorIn(text: string): { readonly code?: string; readonly message?: string } | null {
  try {
    return JSON.parse(text).error ?? null;
  } catch {
    return null;
  }
}
