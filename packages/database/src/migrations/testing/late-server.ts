import { connect, createServer, type Server } from 'node:net';
import { onTestFinished } from 'vitest';

/** An address at which nobody listens until `start`; then it leads to the server of a URL. */
export async function lateServer(url: string): Promise<{ readonly url: string; start(): Promise<void> }> {
  const target = new URL(url);
  const port = await listen(createServer(), 0);
  const moved = new URL(url);
  moved.hostname = '127.0.0.1';
  moved.port = String(port.number);
  await port.close();
  return {
    url: moved.href,
    async start() {
      const server = createServer((socket) => {
        const upstream = connect(Number(target.port), target.hostname);
        socket.on('error', () => upstream.destroy()).pipe(upstream);
        upstream.on('error', () => socket.destroy()).pipe(socket);
      });
      const { close } = await listen(server, port.number);
      onTestFinished(close);
    },
  };
}

async function listen(server: Server, port: number) {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server on TCP has a port');
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { number: address.port, close };
}
