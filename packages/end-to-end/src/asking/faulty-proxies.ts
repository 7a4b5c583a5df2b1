import { createServer, request } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';

const HOST = '127.0.0.1';

/** A way to an API that fails as networks do. */
export interface FaultyProxy {
  readonly url: string;
  /** Nothing passes any more, and nothing says so: connections stay open, also those that are made from now on. */
  stall(): void;
  /** Connections from now on pass; those that were stalled stay so for ever. */
  heal(): void;
  /** Ends all connections in the middle of whatever passes. */
  cut(): void;
  close(): Promise<void>;
}

/** Passes bytes of TCP on, until it is told otherwise. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const { hostname, port } = new URL(target);
  const links = new Set<{ isStalled: boolean; readonly sockets: readonly Socket[] }>();
  let isStalled = false;
  const server = createTcpServer((near) => {
    const far = connect({ host: hostname, port: Number(port) });
    const link = { isStalled, sockets: [near, far] };
    links.add(link);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => {
        if (!link.isStalled) to.write(bytes);
      });
      from.on('error', () => {});
      from.on('close', () => {
        if (link.isStalled && from === far) return;
        links.delete(link);
        to.destroy();
      });
    }
  });
  const url = await listening(server);
  const cut = () => {
    for (const { sockets } of links) for (const socket of sockets) socket.destroy();
  };
  return {
    url,
    cut,
    stall() {
      isStalled = true;
      for (const link of links) link.isStalled = true;
    },
    heal() {
      isStalled = false;
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Passes no part of an answer on, not even its head, before all of it is there: a stream that does not end never comes. */
export async function startGatheringProxy(target: string): Promise<Pick<FaultyProxy, 'url' | 'close'>> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const upstream = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
      answer.toArray().then(
        (chunks) => {
          const { 'transfer-encoding': _, connection: __, ...rest } = answer.headers;
          outgoing.writeHead(answer.statusCode ?? 502, rest).end(Buffer.concat(chunks));
        },
        () => outgoing.destroy(),
      );
    });
    upstream.on('error', () => outgoing.destroy());
    outgoing.on('close', () => upstream.destroy());
    incoming.pipe(upstream);
  });
  const url = await listening(server);
  return {
    url,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  return `http://${HOST}:${(server.address() as AddressInfo).port}`;
}
