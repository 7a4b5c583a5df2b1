import { type IncomingMessage, request } from 'node:http';
import { parseSetCookie } from 'cookie';
import type { Answer, Ask } from './in-process.ts';

/** What keeps cookies as a browser does, and sends them with whatever it asks. */
export interface CookieBrowser {
  /** By name: what is kept. */
  readonly kept: ReadonlyMap<string, string>;
  ask(path: string, more?: Omit<Ask, 'path'>): Promise<Answer>;
  /** The answer when its head is there. */
  open(path: string, more?: Omit<Ask, 'path'>): Promise<IncomingMessage>;
}

/** What browsers send with what a page asks of its own origin. */
export const OWN_PAGE = { 'sec-fetch-site': 'same-origin' } as const;

/** @param base of the API; over a port, as what a proxy says counts only where an address sends it */
export function cookieBrowser(base: string, always: Ask['headers'] = {}): CookieBrowser {
  const kept = new Map<string, string>();

  function keep(lines: readonly string[]): void {
    for (const line of lines) {
      const { name, value = '', maxAge } = parseSetCookie(line);
      if (maxAge === 0) kept.delete(name);
      else kept.set(name, value);
    }
  }

  async function open(path: string, more: Omit<Ask, 'path'> = {}): Promise<IncomingMessage> {
    const cookie = [...kept].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...always, ...(cookie === '' ? {} : { cookie }), ...more.headers };
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    request(`${base}${path}`, { method: more.method ?? 'GET', headers, agent: false })
      .once('response', resolve)
      .once('error', reject)
      .end(more.body);
    const incoming = await promise;
    keep(incoming.headers['set-cookie'] ?? []);
    return incoming;
  }

  return {
    kept,
    open,
    async ask(path, more) {
      const incoming = await open(path, more);
      const body = (await incoming.toArray()).join('');
      return { status: incoming.statusCode ?? 0, headers: incoming.headers, body };
    },
  };
}
