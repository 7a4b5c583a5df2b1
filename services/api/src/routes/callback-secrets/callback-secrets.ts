import type { CallbackSecretInfo, RevokedSecret, RotatedSecret } from '@taskfold/access';
import { OPERATIONS, toWireTime, toWireTimeOrNull } from '@taskfold/contract';
import { abortable } from '@taskfold/runtime';
import { callerOf } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';

/** Where the secrets of callbacks are kept. */
export interface CallbackSecrets {
  list(tenantId: string): Promise<readonly CallbackSecretInfo[]>;
  /** Null where this process has no keys to encrypt it with. */
  rotate: ((tenantId: string) => Promise<RotatedSecret>) | null;
  revoke(secret: { readonly tenantId: string; readonly secretId: string }): Promise<RevokedSecret>;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NO_STORE = ['Cache-Control', 'no-store'];

/** `GET /v1/callback-secrets`: which secrets sign, without themselves. */
export function listCallbackSecrets(secrets: CallbackSecrets): Route {
  return routeOf(OPERATIONS.listCallbackSecrets, async (_request, context): Promise<Reply> => {
    const { tenantId } = callerOf(context);
    const data = (await abortable(secrets.list(tenantId), context.signal)).map(secretInfoOf);
    return { status: 200, headers: NO_STORE, body: JSON.stringify({ object: 'list', data }) };
  });
}

/** `POST /v1/callback-secrets`: a new secret, shown this once. */
export function rotateCallbackSecret(secrets: CallbackSecrets): Route {
  return routeOf(OPERATIONS.rotateCallbackSecret, async (_request, context): Promise<Reply> => {
    const { tenantId } = callerOf(context);
    if (secrets.rotate === null) throw new ApiError('service_unavailable');
    const rotated = await abortable(secrets.rotate(tenantId), context.signal);
    if (rotated.kind === 'busy') throw new ApiError('request_in_progress');
    if (rotated.kind === 'too_many_secrets') throw new ApiError('too_many_callback_secrets');
    const { secret, ...info } = rotated;
    const body = JSON.stringify({ ...secretInfoOf({ ...info, expiresAt: null }), secret });
    return { status: 201, headers: NO_STORE, body };
  });
}

/** `DELETE /v1/callback-secrets/{secret_id}`: a secret that was replaced signs no more. */
export function revokeCallbackSecret(secrets: CallbackSecrets): Route {
  return routeOf(OPERATIONS.revokeCallbackSecret, async (request, context): Promise<Reply> => {
    const { tenantId } = callerOf(context);
    const secretId = request.params.secret_id;
    if (typeof secretId !== 'string' || !UUID.test(secretId)) throw new ApiError('callback_secret_not_found');
    const revoked = await abortable(secrets.revoke({ tenantId, secretId }), context.signal);
    return { status: 200, headers: NO_STORE, body: JSON.stringify(secretInfoOf(revokedInfo(revoked))) };
  });
}

/** @throws ApiError where nothing was revoked */
export function revokedInfo(revoked: RevokedSecret): CallbackSecretInfo {
  if (revoked.kind === 'revoked') return revoked.info;
  throw new ApiError(revoked.kind === 'current' ? 'callback_secret_current' : 'callback_secret_not_found');
}

/** What is told of a secret: never the secret. */
export function secretInfoOf({ secretId, createdAt, expiresAt }: CallbackSecretInfo) {
  return {
    object: 'callback_secret',
    secret_id: secretId,
    created_at: toWireTime(createdAt),
    expires_at: toWireTimeOrNull(expiresAt),
  };
}
