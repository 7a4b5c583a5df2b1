import { createHash, randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { ApiError } from '../errors/api-error.ts';
import { invalidRequest } from '../errors/invalid-request.ts';
import type { ClaimedKey, KeyClaim } from './claim-key.ts';

/** Where idempotency keys are kept. */
export interface IdempotencyKeys {
  claim(claim: KeyClaim): Promise<ClaimedKey>;
  release(claim: Pick<KeyClaim, 'tenantId' | 'key' | 'owner'>): Promise<void>;
}

const KEY = /^[\x21-\x7e]{1,255}$/;
const RETRY_AFTER_SECONDS = '1';

/**
 * `Idempotency-Key` of a request; null where there is none.
 *
 * @throws ApiError `invalid_request`
 */
export function idempotencyKeyOf(request: Request): string | null {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return null;
  if (typeof header === 'string' && KEY.test(header)) return header;
  throw invalidRequest([{ path: ['Idempotency-Key'], message: 'must be 1 to 255 visible ASCII characters' }]);
}

/**
 * Lets work run for one request with a key at a time. The work itself must be safe to repeat: the same request with the
 * same key runs it again.
 *
 * @throws ApiError `idempotency_conflict` where the key came with another request, `request_in_progress` while one runs
 */
export async function once<Result>(
  keys: IdempotencyKeys,
  request: { readonly tenantId: string; readonly key: string; readonly content: readonly string[] },
  busyForMs: number,
  work: () => Promise<Result>,
): Promise<Result> {
  const { tenantId, key, content } = request;
  const requestHash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const claim = { tenantId, key, requestHash, owner: randomUUID(), busyForMs };
  const { kind } = await keys.claim(claim);
  if (kind === 'conflict') throw new ApiError('idempotency_conflict', { param: '/Idempotency-Key' });
  if (kind === 'in_progress') {
    throw new ApiError('request_in_progress', { headers: ['Retry-After', RETRY_AFTER_SECONDS] });
  }
  try {
    return await work();
  } finally {
    // Not noted as ended, it counts as running until its time is over.
    await keys.release(claim).catch(() => {});
  }
}
