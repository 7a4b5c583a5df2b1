import type { IncomingMessage } from 'node:http';

const NAME = 'access_token';
const tokens = new WeakMap<IncomingMessage, readonly string[]>();

/**
 * Takes `access_token` (RFC 6750, section 2.3) out of the query of a request, before anything else reads its URL, so that no log,
 * no error and no schema of a query ever sees it.
 *
 * @param url the request target
 * @returns the target without it
 */
export function takeAccessToken(request: IncomingMessage, url: string): string {
  const mark = url.indexOf('?');
  if (mark === -1 || !url.includes(NAME, mark)) return url;
  const found: string[] = [];
  const rest = url
    .slice(mark + 1)
    .split('&')
    .filter((pair) => {
      if (pair !== NAME && !pair.startsWith(`${NAME}=`)) return true;
      found.push(pair.slice(NAME.length + 1));
      return false;
    });
  if (found.length > 0) tokens.set(request, found);
  return rest.length === 0 ? url.slice(0, mark) : `${url.slice(0, mark)}?${rest.join('&')}`;
}

/** The tokens that {@link takeAccessToken} took out of the query, still percent-encoded; a token has nothing to encode. */
export function accessTokensOf(request: IncomingMessage): readonly string[] {
  return tokens.get(request) ?? [];
}
