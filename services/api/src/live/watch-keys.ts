import { every } from '@taskfold/runtime';
import type { LiveRequests } from './live-requests.ts';

/** The contract allows a revoked key five seconds. */
const INTERVAL_MS = 2000;

/** Checks the keys of requests that stay, again and again until the signal is aborted. */
export async function watchKeys(live: Pick<LiveRequests, 'checkKeys'>, signal: AbortSignal): Promise<void> {
  await every(INTERVAL_MS, signal, live.checkKeys, () => {});
}
