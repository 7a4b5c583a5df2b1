import { Resolver } from 'node:dns/promises';

/**
 * All addresses of a name, of both families. Rejects where it has none, and with the signal's reason.
 *
 * @param name as `URL` spells it, in ASCII
 */
export type ResolveName = (name: string, signal: AbortSignal) => Promise<readonly string[]>;

export interface ResolverOptions {
  /** Servers to ask, as `address:port`; those of the system unless given. */
  readonly servers?: readonly string[];
}

const TRY_MS = 3000;
const TRIES = 2;

/**
 * Asks the name servers themselves. Unlike `getaddrinfo` that takes no thread, of which there are four in a process: names
 * whose servers do not answer must not keep others waiting. The hosts file and search domains are not asked, so a short
 * name does not lead into the network of this machine.
 */
export function createResolver({ servers }: ResolverOptions = {}): ResolveName {
  return async (name, signal) => {
    signal.throwIfAborted();
    // Reserved by RFC 6761, and not to be asked of a server.
    if (/(^|\.)localhost\.?$/.test(name)) return ['127.0.0.1', '::1'];
    const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
    if (servers !== undefined) resolver.setServers(servers);
    const onAbort = () => resolver.cancel();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
      signal.throwIfAborted();
      const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
      const [first] = answers;
      if (addresses.length === 0) throw first.status === 'rejected' ? first.reason : new Error('no address');
      return addresses;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  };
}
