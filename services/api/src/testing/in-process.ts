import { createServer, type RequestListener, request, type Server } from 'node:http';
import { duplexPair } from 'node:stream';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends one request to an app through Node's own HTTP client, server and parsers, in memory and without a port. */
export function askInProcess(app: RequestListener | Server, ask: Ask): Promise<Answer> {
  const server = typeof app === 'function' ? createServer(app) : app;
  const [client, serverEnd] = duplexPair();
  server.emit('connection', serverEnd);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        method: ask.method ?? 'GET',
        path: ask.path,
        headers: { host: 'test', connection: 'close', ...ask.headers },
        createConnection: () => client,
      },
      (incoming) => {
        let body = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => {
          body += chunk;
        });
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(ask.body);
  });
}
