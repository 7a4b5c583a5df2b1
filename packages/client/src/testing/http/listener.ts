import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { noQuery, OPERATIONS, type Operation } from '@taskfold/contract';
import type { Grant } from '../projection/grant.ts';
import type { Access } from './access.ts';
import { ErrorAnswer } from './error-answer.ts';
import type { Answer, Exchange, Handler } from './exchange.ts';
import { errorOf, type Faults } from './faults.ts';
import { readQuery } from './read-request.ts';
import { writeEvents } from './write-events.ts';

/** By the name that the operation has in the table of the contract. */
export type HandledOperations = Partial<Readonly<Record<keyof typeof OPERATIONS, Handler>>>;

export interface ListenerOptions {
  readonly operations: HandledOperations;
  readonly access: Access;
  readonly faults: Faults;
  readonly heartbeatMs: number;
}

interface Route {
  readonly operation: Operation;
  readonly segments: readonly string[];
  readonly handle: Handler;
}

/** Requests that are being answered, with what ends each as a broken cable does. */
export type OpenRequests = ReadonlySet<ServerResponse>;

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const REQUEST_ID = /^[\x21-\x7e]{1,256}$/;

/** Answers requests: by an operation of the contract, or with the error that the contract has for what is wrong. */
export function createListener(options: ListenerOptions): {
  readonly listener: RequestListener;
  readonly open: OpenRequests;
} {
  const routes = Object.entries(options.operations).map(([name, handle]): Route => {
    const operation: Operation = OPERATIONS[name as keyof typeof OPERATIONS];
    return { operation, segments: operation.path.split('/'), handle };
  });
  const open = new Set<ServerResponse>();
  const listener: RequestListener = (request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
    void answer(request, response, routes, options);
  };
  return { listener, open };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: readonly Route[],
  { access, faults, heartbeatMs }: ListenerOptions,
): Promise<void> {
  const own = request.headers['x-request-id'];
  const requestId = typeof own === 'string' && REQUEST_ID.test(own) ? own : `req_${randomUUID()}`;
  response.setHeader('x-request-id', requestId);
  response.setHeader('x-content-type-options', 'nosniff');
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('the client is gone')));
  try {
    const body = await bodyOf(request);
    const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
    const { operation, handle, segments } = routeOf(routes, request.method ?? '', path);
    const fault = faults.take(operation.id);
    if (fault !== undefined && 'lost' in fault && fault.lost === 'request') return void response.destroy();
    if (fault !== undefined && 'status' in fault) throw errorOf(fault);
    const parameters = parametersOf(segments, path) ?? {};
    const asked = new URLSearchParams(query);
    const grant = access.admit(request.headers, request.method === 'GET' ? asked.getAll('access_token') : []);
    if (grant !== null) checkGrant(grant, operation, 'task_id' in parameters);
    asked.delete('access_token');
    const exchange: Exchange = {
      path: parameters,
      query: asked.toString(),
      grant,
      headers: request.headers,
      body,
      signal: gone.signal,
    };
    if (operation.query === noQuery) readQuery(noQuery, exchange);
    const given = await handle(exchange);
    if (fault !== undefined) return void response.destroy();
    if ('events' in given) await writeEvents(response, given.events, heartbeatMs);
    else write(response, given);
  } catch (error) {
    if (gone.signal.aborted || response.destroyed) return;
    // A stream that has begun can only end.
    if (response.headersSent) return void response.destroy();
    const shown =
      error instanceof ErrorAnswer ? error : new ErrorAnswer('internal_error', { message: String(error) });
    write(response, {
      status: shown.status,
      headers: { 'cache-control': 'no-store', ...shown.more.headers },
      body: shown.body(requestId),
    });
  }
}

/** @throws ErrorAnswer where nothing is at the path, or not with this method */
function routeOf(routes: readonly Route[], method: string, path: string): Route {
  const here = routes.filter(({ segments }) => parametersOf(segments, path) !== null);
  const route = here.find(({ operation }) => operation.method === method);
  if (route !== undefined) return route;
  if (here.length === 0)
    throw new ErrorAnswer('route_not_found', {
      message: `The server for tests has nothing at ${method} ${path}: it answers what has to do with tasks.`,
    });
  const allow = here.map(({ operation }) => operation.method).join(', ');
  throw new ErrorAnswer('method_not_allowed', { headers: { allow } });
}

/** The parameters of a path; null where it is another one. */
function parametersOf(segments: readonly string[], path: string): Readonly<Record<string, string>> | null {
  const given = path.replace(/\/$/, '').split('/');
  if (given.length !== segments.length) return null;
  const parameters: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    const text = given[at] ?? '';
    if (!segment.startsWith('{')) {
      if (segment !== text) return null;
    } else if (text === '') return null;
    else parameters[segment.slice(1, -1)] = text;
  }
  return parameters;
}

/**
 * Holds a read token to what it is for; whether a task is of its filter is seen where the task is.
 *
 * @throws ErrorAnswer `forbidden`
 */
function checkGrant(grant: Grant, { readTokens = false, scope }: Operation, ofTask: boolean): void {
  if (!readTokens)
    throw new ErrorAnswer('forbidden', {
      message: 'A read token reads tasks and nothing else: this takes an API key.',
    });
  if (grant.taskId !== null && !ofTask && scope !== 'any')
    throw new ErrorAnswer('forbidden', { message: 'This read token is for one task, and reads no lists.' });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (bytes > MAX_BODY_BYTES) throw new ErrorAnswer('payload_too_large');
  return Buffer.concat(chunks).toString();
}

function write(
  response: ServerResponse,
  { status, headers = {}, body }: Extract<Answer, { readonly status: number }>,
): void {
  if (body === null) return void response.writeHead(status, { ...headers }).end();
  response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' });
  response.end(body);
}
