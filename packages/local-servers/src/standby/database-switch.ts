import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** An address that leads to one of several servers, as a name or a virtual address does. */
export interface DatabaseSwitch {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Leads to another server from now on; connections to the one before are cut. */
  to(port: number): void;
  stop(): Promise<void>;
}

export async function startDatabaseSwitch(port: number): Promise<DatabaseSwitch> {
  let target = port;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [client, database],
      [database, client],
    ] as const) {
      open.add(from);
      from.setNoDelay(true);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    to(other) {
      target = other;
      cut();
    },
    async stop() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
