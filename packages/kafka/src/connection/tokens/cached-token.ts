import type { AccessToken } from './access-token.ts';

/** A token is renewed when so much of its life is over: sooner than a connection has to authenticate again with it. */
const RENEWED_AFTER = 0.7;
/** One that ends sooner is of no use to a connection any more. */
const LEAST_MS = 2000;

/**
 * Keeps a token until most of its life is over. Those who ask while one is fetched share it; where it cannot be renewed the
 * old one serves to its end.
 *
 * @returns the value of a token that is good now
 */
export function cachedToken(
  fetchToken: () => Promise<AccessToken>,
  now: () => number = Date.now,
): () => Promise<string> {
  let kept: { readonly token: AccessToken; readonly renewAtMs: number } | null = null;
  let fetching: Promise<string> | null = null;

  async function renew(): Promise<string> {
    const askedAtMs = now();
    try {
      const token = await fetchToken();
      const mostOfIt = (token.expiresAtMs - askedAtMs) * RENEWED_AFTER;
      kept = { token, renewAtMs: Math.min(askedAtMs + mostOfIt, token.expiresAtMs - LEAST_MS) };
      return token.value;
    } catch (error) {
      if (kept !== null && now() < kept.token.expiresAtMs - LEAST_MS) return kept.token.value;
      throw error;
    } finally {
      fetching = null;
    }
  }

  return () => {
    if (kept !== null && now() < kept.renewAtMs) return Promise.resolve(kept.token.value);
    fetching ??= renew();
    return fetching;
  };
}
