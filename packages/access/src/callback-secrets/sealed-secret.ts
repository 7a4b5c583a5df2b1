import { randomUUID } from 'node:crypto';
import { createSecret } from '@taskfold/webhooks';
import type { KeyRing } from './key-ring.ts';

/** A row of `callback_secrets`, by the names that Prisma has. */
export interface SealedSecret {
  readonly secretId: string;
  readonly tenantId: string;
  readonly keyId: string;
  readonly ciphertext: Uint8Array<ArrayBuffer>;
}

/** A secret that is stored nowhere yet, and the row that it is stored as. */
export function newSecret(
  ring: KeyRing,
  tenantId: string,
): { readonly secret: string; readonly row: SealedSecret } {
  const secretId = randomUUID();
  const secret = createSecret();
  return { secret, row: { secretId, tenantId, ...seal(ring, secret, { tenantId, secretId }) } };
}

export function seal(
  ring: KeyRing,
  secret: string,
  place: Pick<SealedSecret, 'tenantId' | 'secretId'>,
): Pick<SealedSecret, 'keyId' | 'ciphertext'> {
  const { keyId, ciphertext } = ring.encrypt(secret, boundTo(place));
  return { keyId, ciphertext: new Uint8Array(ciphertext) };
}

/** @throws KeyRingError where it cannot be decrypted */
export function unseal(ring: KeyRing, sealed: SealedSecret): string {
  return ring.decrypt(sealed.keyId, Buffer.from(sealed.ciphertext), boundTo(sealed));
}

/** A ciphertext that is copied into another row does not decrypt there. */
function boundTo({ tenantId, secretId }: Pick<SealedSecret, 'tenantId' | 'secretId'>): string {
  return `${tenantId}/${secretId}`;
}
