import type { Request } from 'express';

/**
 * Whether a page of this very origin asks, as its browser says: no page can say so itself. Browsers send `Sec-Fetch-Site` to addresses
 * that they trust to be what they seem, those of https and of their own machine, and only there are sessions to be had. Another port
 * of the same host is `same-site`, and is not let in, though browsers send it the same cookies.
 */
export function isSameOrigin(request: Request): boolean {
  return request.headers['sec-fetch-site'] === 'same-origin';
}
