import type { ApiKey } from '@taskfold/client';

/** `ending` is live, and soon no more: it was replaced, or expires. */
export type KeyState = 'live' | 'ending' | 'expired' | 'revoked';

const SOON_MS = 7 * 86_400_000;

export function keyState(
  { revoked_at, expires_at }: Pick<ApiKey, 'revoked_at' | 'expires_at'>,
  now: number,
): KeyState {
  if (revoked_at !== null) return 'revoked';
  if (expires_at === null) return 'live';
  const left = Date.parse(expires_at) - now;
  if (left <= 0) return 'expired';
  return left <= SOON_MS ? 'ending' : 'live';
}

export const isLive = (state: KeyState): boolean => state === 'live' || state === 'ending';
