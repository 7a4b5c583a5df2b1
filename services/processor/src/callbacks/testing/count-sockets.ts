import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Counts the TCP sockets that this process opens, whoever opens them and whether or not they connect. */
export function countSockets(): { readonly opened: number; stop(): void } {
  let opened = 0;
  const count = () => {
    opened += 1;
  };
  subscribe('net.client.socket', count);
  return {
    get opened() {
      return opened;
    },
    stop: () => unsubscribe('net.client.socket', count),
  };
}
