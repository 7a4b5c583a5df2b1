import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createRawServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

interface Arrival {
  readonly webhookId: string;
  readonly taskId: string;
  /** By `performance.now()`, when it was answered. */
  readonly at: number;
}

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
}

/** Answers every callback 200 after so many milliseconds. */
export async function startReceiver(delayMs: number): Promise<Receiver> {
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { data } = JSON.parse(body);
      const answer = () => {
        arrivals.push({
          webhookId: String(request.headers['webhook-id']),
          taskId: data.task_id,
          at: performance.now(),
        });
        response.end();
      };
      if (delayMs === 0) answer();
      else setTimeout(answer, delayMs);
    });
  });
  server.keepAliveTimeout = 60_000;
  return { arrivals, ...(await listen(server)) };
}

/** Takes connections and says nothing. */
export async function startBlackHole(): Promise<Receiver> {
  return { arrivals: [], ...(await listen(createRawServer((socket) => void socket.resume()))) };
}

async function listen(server: Server): Promise<AsyncDisposable & { readonly url: string }> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => {}).on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
