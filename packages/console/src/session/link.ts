const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const FORM = /^sk-[A-Za-z0-9]{20,64}$/;

/** What the part of an address behind `#` asks for. */
export type LinkedKey =
  | { readonly kind: 'none' }
  | { readonly kind: 'key'; readonly key: string }
  /** A link with a key that this address takes none from. */
  | { readonly kind: 'refused' };

/**
 * The key of a link `#key=…`, such as `npm start` prints. Only the console of this machine takes it: elsewhere anybody could
 * send a link that signs its reader in to a tenant of the sender's.
 */
export function linkedKey(hash: string, hostname: string): LinkedKey {
  const key = new URLSearchParams(hash.replace(/^#/, '')).get('key');
  if (key === null) return { kind: 'none' };
  return LOOPBACK.test(hostname) && FORM.test(key) ? { kind: 'key', key } : { kind: 'refused' };
}
