/** What an `Authorization` header says. */
export type Credentials =
  | { readonly kind: 'missing' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'token'; readonly token: string };

const MISSING: Credentials = { kind: 'missing' };
const MALFORMED: Credentials = { kind: 'malformed' };
const TOKEN = /^(?:bearer[ \t]+)?([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * Reads `Authorization: Bearer <token>`; the scheme's case does not matter (RFC 9110, RFC 6750). The token alone is taken,
 * too: the published tasks API shows it so.
 *
 * @param header the header's value; several headers come joined by a comma, which no token contains, so that a request
 * with two credentials is malformed and never served by whichever came first
 */
export function readBearer(header: string | undefined): Credentials {
  if (header === undefined) return MISSING;
  const token = TOKEN.exec(header)?.[1];
  return token === undefined ? MALFORMED : { kind: 'token', token };
}
