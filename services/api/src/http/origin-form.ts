const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/**
 * Brings a request target into the form that routes are matched against. Servers must take `GET http://host/path` as
 * well as `GET /path` (RFC 9112, section 3.2.2); the router itself fails on hosts that no URL can have.
 */
export function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const path = target.replace(ABSOLUTE, '');
  return path.startsWith('/') ? path : `/${path}`;
}
