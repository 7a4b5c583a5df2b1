import { isIP } from 'node:net';
import { networkList } from './network-list.ts';
import {
  GLOBAL_IPV6,
  LOOPBACK_NETWORKS,
  RESERVED_IPV4,
  RESERVED_IPV6,
  type Reserved,
} from './reserved-networks.ts';

export interface RuleOptions {
  /** Networks, as `address/prefix`, that may be called although they are not public. */
  readonly networks?: readonly string[];
  /** Ports that may be called; 443 and 8443 unless given. */
  readonly ports?: readonly number[] | 'any';
  /** Plain http may be called, too. */
  readonly http?: boolean;
  /** This machine itself may be called, on any port, also by plain http: for trying things out. */
  readonly loopback?: boolean;
}

/** Why a callback is not sent. */
export type BlockReason =
  | 'invalid_url'
  | 'scheme'
  | 'user_info'
  | 'port'
  | 'no_address'
  /** Allowed on this machine alone, and it leads elsewhere. */
  | 'not_loopback'
  | `address_${Reserved | 'invalid'}`;

/** Where a request would go: the parts of its URL, as `URL` spells them. */
export interface Origin {
  /** `http:` or `https:`. */
  readonly protocol: string;
  /** A name, or an IP address with or without brackets. */
  readonly hostname: string;
  /** Empty for the default of the protocol. */
  readonly port: string;
}

/** What may be called. Each check answers with null, or with why not. */
export interface CallbackRules {
  checkUrl(
    url: string,
  ): { readonly kind: 'url'; readonly url: URL } | { readonly kind: 'blocked'; readonly reason: BlockReason };
  /** All addresses that a name has, or the only one that a connection has: one that is refused refuses them all. */
  checkAddresses(origin: Origin, addresses: readonly string[]): BlockReason | null;
}

const DEFAULT_PORTS = [443, 8443];

/**
 * @throws RangeError where one of the networks is none
 */
export function createCallbackRules(options: RuleOptions = {}): CallbackRules {
  const { networks = [], ports = DEFAULT_PORTS, http = false, loopback = false } = options;
  const allowed = networkList([...networks, ...(loopback ? LOOPBACK_NETWORKS : [])]);
  const global = networkList([GLOBAL_IPV6]);
  const local = networkList(LOOPBACK_NETWORKS);
  const reserved = Object.entries({ ...RESERVED_IPV4, ...RESERVED_IPV6 }).map(
    ([network, why]) => [networkList([network]), why] as const,
  );

  function checkOrigin({ protocol, port }: Origin): BlockReason | null {
    if (protocol !== 'https:' && !(protocol === 'http:' && http)) return 'scheme';
    const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
    // Plain http that is allowed comes with its own port.
    const expected = protocol === 'http:' && number === 80;
    return ports === 'any' || ports.includes(number) || expected ? null : 'port';
  }

  function checkAddress(address: string): BlockReason | null {
    if (allowed.has(address)) return null;
    const version = isIP(address);
    if (version === 0 || address.includes('%')) return 'address_invalid';
    const found = reserved.find(([list]) => list.has(address));
    if (found !== undefined) return `address_${found[1]}`;
    return version === 4 || global.has(address) ? null : 'address_reserved';
  }

  return {
    checkUrl(text) {
      const url = URL.canParse(text) ? new URL(text) : null;
      if (url === null || url.hostname === '') return { kind: 'blocked', reason: 'invalid_url' };
      if (url.username !== '' || url.password !== '') return { kind: 'blocked', reason: 'user_info' };
      const reason = checkOrigin(url);
      // On loopback more is allowed; whether it is that is known once the name is looked up.
      const perhaps = loopback && (url.protocol === 'http:' || url.protocol === 'https:');
      return reason === null || perhaps ? { kind: 'url', url } : { kind: 'blocked', reason };
    },

    checkAddresses(origin, addresses) {
      if (addresses.length === 0) return 'no_address';
      for (const address of addresses) {
        const reason = checkAddress(address);
        if (reason !== null) return reason;
      }
      if (checkOrigin(origin) === null) return null;
      return loopback && addresses.every(local.has) ? null : 'not_loopback';
    },
  };
}
