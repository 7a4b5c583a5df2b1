import { BlockList, isIP } from 'node:net';

/** A set of networks of both families. */
export interface NetworkList {
  /** False for anything that is no plain IP address. */
  has(address: string): boolean;
}

/**
 * By Node's own list, not by ipaddr.js: that one takes `::10.0.0.1` for `::ffff:10.0.0.1`.
 *
 * @param networks as `address/prefix`
 * @throws RangeError where one of them is not that
 */
export function networkList(networks: Iterable<string>): NetworkList {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const network of networks) {
    const [, address = '', prefix = ''] = /^([0-9A-Fa-f:.]+)\/(\d{1,3})$/.exec(network) ?? [];
    const family = familyOf(address);
    if (family === undefined || Number(prefix) > (family === 'ipv4' ? 32 : 128)) {
      throw new RangeError(`${network} is no network such as 10.0.0.0/8 or fd00::/8`);
    }
    lists[family].addSubnet(address, Number(prefix), family);
  }
  return {
    // A list of its own for each family: BlockList itself would find 10.0.0.1 in ::ffff:10.0.0.1.
    has(address) {
      const family = familyOf(address);
      return family !== undefined && lists[family].check(address, family);
    },
  };
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  // A zone (`fe80::1%eth0`) is an IP address to isIP, but not to BlockList.
  if (address.includes('%')) return undefined;
  const version = isIP(address);
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined;
}
