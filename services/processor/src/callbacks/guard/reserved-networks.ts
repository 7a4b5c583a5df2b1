/** Why an address is no public host. */
export type Reserved =
  | 'unspecified'
  | 'loopback'
  | 'private'
  | 'link_local'
  | 'metadata'
  | 'shared'
  | 'translation'
  | 'multicast'
  | 'documentation'
  | 'reserved';

/** What of IPv4 a callback never goes to, from IANA's registry of special-purpose addresses. */
export const RESERVED_IPV4: Readonly<Record<string, Reserved>> = {
  '0.0.0.0/8': 'unspecified',
  '10.0.0.0/8': 'private',
  '100.64.0.0/10': 'shared',
  '127.0.0.0/8': 'loopback',
  // A public address by its number, but inside Azure it answers with what belongs to the machine.
  '168.63.129.16/32': 'metadata',
  '169.254.0.0/16': 'link_local',
  '172.16.0.0/12': 'private',
  '192.0.0.0/24': 'reserved',
  '192.0.2.0/24': 'documentation',
  '192.31.196.0/24': 'reserved',
  '192.52.193.0/24': 'reserved',
  '192.88.99.0/24': 'translation',
  '192.168.0.0/16': 'private',
  '192.175.48.0/24': 'reserved',
  '198.18.0.0/15': 'reserved',
  '198.51.100.0/24': 'documentation',
  '203.0.113.0/24': 'documentation',
  '224.0.0.0/4': 'multicast',
  '240.0.0.0/4': 'reserved',
};

/** All that is handed out to hosts on the Internet; the rest of IPv6 needs no list. */
export const GLOBAL_IPV6 = '2000::/3';

/**
 * What a callback never goes to within {@link GLOBAL_IPV6}, and names for the best known of the rest. Addresses with an
 * IPv4 address inside are refused whatever that one is: they would say it in a way that the list above does not see.
 */
export const RESERVED_IPV6: Readonly<Record<string, Reserved>> = {
  '::/128': 'unspecified',
  '::1/128': 'loopback',
  // IPv4-mapped and NAT64, of the well-known and of local prefixes.
  '::ffff:0:0/96': 'translation',
  '64:ff9b::/96': 'translation',
  '64:ff9b:1::/48': 'translation',
  // Teredo lies in here, with ORCHID, benchmarking and the rest of what is set aside for protocols.
  '2001::/23': 'reserved',
  '2001:db8::/32': 'documentation',
  '2002::/16': 'translation',
  '2620:4f:8000::/48': 'reserved',
  '3fff::/20': 'documentation',
  'fc00::/7': 'private',
  'fe80::/10': 'link_local',
  'fec0::/10': 'private',
  'ff00::/8': 'multicast',
};

/** A host talking to itself. */
export const LOOPBACK_NETWORKS = ['127.0.0.0/8', '::1/128'] as const;
