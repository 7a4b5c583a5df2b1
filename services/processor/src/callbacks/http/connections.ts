import { Client } from 'undici';
import type { Connector } from './connector.ts';

/** One connection to one origin, for one request at a time. */
export interface Connection {
  readonly client: Client;
  /** Requests that were answered on it before. */
  readonly answered: number;
  /** For another request to the same origin, after a response that was read to its end. */
  giveBack(): void;
  /** Ends it, and its making where that goes on. */
  discard(): void;
}

export interface ReceiverConnections {
  /** One that is idle, or a new one, which connects with the first request. */
  take(origin: string): Connection;
  /** Always a new one. */
  make(origin: string): Connection;
  /** Discards those that are idle. */
  close(): void;
}

const IDLE_MS = 4000;
const IDLE_PER_ORIGIN = 50;
const MAX_HEADER_BYTES = 16 * 1024;

/**
 * ReceiverConnections that are lent to one attempt each, so that the fate of one never touches another. What was given back is
 * kept a few seconds, because callbacks come in bursts.
 */
export function createConnections(connector: Connector): ReceiverConnections {
  const idle = new Map<string, Set<Connection>>();

  function make(origin: string): Connection {
    const ended = new AbortController();
    const client = new Client(origin, {
      connect: connector(ended.signal),
      allowH2: false,
      pipelining: 1,
      // The attempt as a whole has a limit; these would only add others.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
    let answered = 0;
    const connection: Connection = {
      client,
      get answered() {
        return answered;
      },
      giveBack() {
        answered += 1;
        const kept = idle.get(origin) ?? new Set();
        if (ended.signal.aborted || kept.size >= IDLE_PER_ORIGIN) return connection.discard();
        idle.set(origin, kept.add(connection));
      },
      discard() {
        forget(origin, connection);
        ended.abort();
        client.destroy().catch(() => {});
      },
    };
    client.on('disconnect', () => connection.discard());
    return connection;
  }

  function forget(origin: string, connection: Connection): void {
    const kept = idle.get(origin);
    if (kept?.delete(connection) === true && kept.size === 0) idle.delete(origin);
  }

  return {
    make,
    take(origin) {
      // The newest, so that those that are not needed run out.
      const connection = [...(idle.get(origin) ?? [])].at(-1);
      if (connection === undefined) return make(origin);
      forget(origin, connection);
      return connection;
    },
    close() {
      for (const kept of [...idle.values()]) for (const connection of [...kept]) connection.discard();
    },
  };
}
