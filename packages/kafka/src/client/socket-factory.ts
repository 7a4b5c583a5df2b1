import { isIP, connect as openConnection } from 'node:net';
import { connect as openTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

const KEEP_ALIVE_DELAY_MS = 60_000;

/**
 * Sockets that send what is written at once. kafkajs leaves the system's default, which holds a small request back until
 * the one before it was acknowledged: a fetch that waits for records is not answered, so an offset that is committed
 * beside it waited 40 ms for the broker's delayed acknowledgement, after every chunk.
 */
export const socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  // Absent where no TLS is asked for, which the type does not say.
  const withTls = Boolean(ssl);
  const serverName = isIP(host) === 0 ? { servername: host } : {};
  const socket = withTls
    ? openTls({ host, port, ...serverName, ...ssl }, onConnect)
    : openConnection({ host, port }, onConnect);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
  return socket;
};
