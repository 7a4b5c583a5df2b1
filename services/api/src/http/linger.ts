import type { Socket } from 'node:net';

/** What is thrown away of a body that nobody reads, and for how long, before its connection is cut. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_MS = 2000;

/**
 * Ends a connection whose client is still sending. To close it at once would reset it, and the client would lose the answer that it
 * has not read yet; so our side ends, and what comes is thrown away, unparsed, until the client has seen the end.
 */
export function linger(socket: Socket): void {
  let bytes = 0;
  const cut = () => socket.destroy();
  // Whoever took the bytes so far, the parser, gets no more: a further request behind the body would be run in vain.
  socket.removeAllListeners('data');
  socket.on('data', (chunk) => {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) cut();
  });
  const timer = setTimeout(cut, MAX_MS);
  socket.once('end', cut);
  socket.once('close', () => clearTimeout(timer));
  socket.end();
  socket.resume();
}
