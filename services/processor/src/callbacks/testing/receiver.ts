import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createRawServer, type Server, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A receiver on a real socket of this machine. */
export interface Receiver {
  readonly port: number;
  /** Connections so far. */
  readonly connections: number;
  /** Cuts off whoever is connected. */
  close(): Promise<void>;
}

export interface HttpReceiver extends Receiver {
  /** Requests whose body came whole, in order. */
  readonly requests: readonly ReceivedRequest[];
}

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
}

/** @param answer called with each request once its body is there */
export async function startReceiver(
  answer: (response: ServerResponse, request: ReceivedRequest) => void,
  tls?: { readonly key: string; readonly cert: string },
): Promise<HttpReceiver> {
  const requests: ReceivedRequest[] = [];
  const listener: RequestListener = (incoming, response) => {
    buffer(incoming).then(
      (bytes) => {
        const { method = '', url = '', headers } = incoming;
        const request = { method, url, headers, body: bytes.toString('utf8'), at: performance.now() };
        requests.push(request);
        answer(response, request);
      },
      () => response.destroy(),
    );
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  return Object.assign(await listen(server), { requests });
}

/** A receiver that does as it likes with its connections. */
export async function startRawReceiver(onSocket: (socket: Socket) => void): Promise<Receiver> {
  return await listen(createRawServer(onSocket));
}

async function listen(server: Server): Promise<Receiver> {
  const open = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => {}).on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
