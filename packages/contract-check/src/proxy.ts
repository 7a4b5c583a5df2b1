import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { brotliDecompressSync, constants, gunzipSync } from 'node:zlib';
import type { ContractCheck } from './check.ts';
import type { HeaderFields } from './exchange.ts';

export interface CheckingProxyOptions {
  /** Of the server that is checked, without a path. */
  readonly target: string;
  readonly check: ContractCheck;
  /** Called for every exchange that had an answer. */
  readonly onExchange?: (operation: string | null, status: number) => void;
}

export interface CheckingProxy {
  /** What clients use in place of the target. */
  readonly url: string;
  /** What was found so far, each fault once. */
  readonly faults: readonly string[];
  /** Resolves when nothing is open any more. Answers that are on their way arrive, unless that takes too long. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const GRACE_MS = 2000;
const ROUND_MS = 20;
/** Limits are those of the server that is checked. */
const NO_LIMITS = { maxHeaderSize: 1_048_576 };
/** Of one connection: each side of the proxy has its own. */
const OF_CONNECTION: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/**
 * Stands between clients and a server, passes on every byte as it comes, in both directions, and holds each exchange against
 * the contract when it is over. A side that goes away ends the other. Connections are not shared: the server sees each
 * request on one of its own.
 */
export async function startCheckingProxy(options: CheckingProxyOptions): Promise<CheckingProxy> {
  const faults = new Set<string>();
  const server = createServer({ joinDuplicateHeaders: true, ...NO_LIMITS }, (incoming, response) =>
    forward(incoming, response, options, (found) => {
      for (const fault of found) faults.add(fault);
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server on TCP has a port');
  return {
    url: `http://${HOST}:${address.port}`,
    get faults() {
      return [...faults];
    },
    async close() {
      const deadline = performance.now() + GRACE_MS;
      const rounds = setInterval(() => {
        if (performance.now() < deadline) server.closeIdleConnections();
        else server.closeAllConnections();
      }, ROUND_MS);
      await new Promise((resolve) => server.close(resolve));
      clearInterval(rounds);
    },
  };
}

function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  { target, check, onExchange }: CheckingProxyOptions,
  report: (faults: readonly string[]) => void,
): void {
  const method = incoming.method ?? 'GET';
  const path = incoming.url ?? '/';
  const asked = collect(incoming);
  const upstream: ClientRequest = request(
    { ...addressOf(target), ...NO_LIMITS, method, path, headers: passedOn(incoming.headers), agent: false },
    (answer) => {
      const given = collect(answer);
      // A client that reads the end of the answer may end its test: what there is to find is found before.
      answer.once('end', () => conclude(true));
      answer.once('close', () => conclude(false));
      answer.once('error', () => response.destroy());
      response.once('close', () => conclude(false));
      response.writeHead(answer.statusCode ?? 0, passedOn(answer.headers));
      response.flushHeaders();
      answer.pipe(response);

      let concluded = false;
      function conclude(complete: boolean): void {
        if (concluded) return;
        concluded = true;
        const status = answer.statusCode ?? 0;
        onExchange?.(check.operationOf(method, path), status);
        const body = decoded(given(), answer.headers['content-encoding']);
        const messages = { requestBody: String(asked()), body, requestHeaders: incoming.headers };
        report(
          check.faultsOf({ method, target: path, status, headers: answer.headers, complete, ...messages }),
        );
      }
    },
  );
  // As the server would have been seen to fail.
  upstream.once('error', () => response.destroy());
  response.once('close', () => upstream.destroy());
  incoming.pipe(upstream);
}

function addressOf(target: string) {
  const { hostname, port } = new URL(target);
  return { hostname, port };
}

function passedOn(headers: HeaderFields): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || OF_CONNECTION.has(name)) continue;
    kept[name] = typeof value === 'object' ? [...value] : value;
  }
  return kept;
}

/** @returns what has come so far */
function collect(message: IncomingMessage): () => Buffer {
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks);
}

/** What came of a body, which may have been cut off, in words. */
function decoded(bytes: Buffer, encoding: string | undefined): string {
  if (encoding === 'gzip') return String(gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }));
  if (encoding === 'br') {
    return String(brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH }));
  }
  return String(bytes);
}
