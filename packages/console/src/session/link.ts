const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const KEY = { name: 'key', form: /^sk-[A-Za-z0-9]{20,64}$/ };

/** What the part of an address behind `#` asks for. */
export type LinkedSecret =
  | { readonly kind: 'none' }
  | { readonly kind: 'secret'; readonly secret: string }
  /** A link with a secret that this address takes none from. */
  | { readonly kind: 'refused' };

/**
 * The secret of a link `#name=…`, such as `npm start` prints. Only the console of this machine takes it: elsewhere anybody could
 * send a link that signs its reader in to a tenant of the sender's.
 */
export function linkedSecret(
  hash: string,
  hostname: string,
  { name, form }: { readonly name: string; readonly form: RegExp } = KEY,
): LinkedSecret {
  const secret = new URLSearchParams(hash.replace(/^#/, '')).get(name);
  if (secret === null) return { kind: 'none' };
  return LOOPBACK.test(hostname) && form.test(secret) ? { kind: 'secret', secret } : { kind: 'refused' };
}
