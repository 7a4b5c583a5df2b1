import { isIP, connect as openConnection } from 'node:net';
import { type ConnectionOptions, connect as openTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

const KEEP_ALIVE_DELAY_MS = 60_000;

/** Whether connections are encrypted, and how; a function is asked before each of them. */
export type TlsSource = boolean | ConnectionOptions | (() => ConnectionOptions);

/**
 * Sockets that send what is written at once. kafkajs leaves the system's default, which holds a small request back until
 * the one before it was acknowledged: a fetch that waits for records is not answered, so an offset that is committed
 * beside it waited 40 ms for the broker's delayed acknowledgement, after every chunk.
 */
export function createSocketFactory(tls: TlsSource = false, onClose: () => void = () => {}): ISocketFactory {
  return ({ host, port, onConnect }) => {
    const options = tlsOptions(tls);
    const serverName = isIP(host) === 0 ? { servername: host } : {};
    const socket =
      options === null
        ? openConnection({ host, port }, onConnect)
        : openTls({ host, port, ...serverName, ...options }, onConnect);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
    socket.once('close', onClose);
    return socket;
  };
}

function tlsOptions(tls: TlsSource): ConnectionOptions | null {
  if (typeof tls === 'function') return tls();
  if (typeof tls === 'boolean') return tls ? {} : null;
  return tls;
}
