export { activeSecrets } from './callback-secrets/active-secrets.ts';
export {
  type CallbackSecretInfo,
  type EnsuredSecret,
  listCallbackSecrets,
  reencryptSecrets,
} from './callback-secrets/callback-secrets.ts';
export {
  type RevokedSecret,
  type RotatedSecret,
  revokeCallbackSecret,
  rotateCallbackSecret,
} from './callback-secrets/change-secrets.ts';
export { type KeyRing, parseKeyRing } from './callback-secrets/key-ring.ts';
export { ensureKey } from './ensure-key.ts';
export { apiKeyHash, apiKeyStart, generateApiKey } from './keys/api-key.ts';
export type { ApiKeyInfo } from './keys/key-info.ts';
export { createKeyStore } from './keys/key-store.ts';
export type { TooManyKeys } from './keys/live-keys.ts';
export { type MadeKey, makeKey, type NewApiKey } from './keys/make-key.ts';
export { type ListApiKeysOptions, listApiKeys, revokeApiKey } from './keys/manage-keys.ts';
export { type RotateOptions, rotateKey } from './keys/rotate-key.ts';
export {
  disableTenant,
  type MadeTenant,
  makeTenant,
  makeTenantKey,
  type NewTenantAccess,
  replaceTenantSecret,
  revokeTenantKey,
  revokeTenantSecret,
} from './tenants/administer-tenants.ts';
export { ensureProject, listTenants, type TenantInfo } from './tenants/manage-tenants.ts';
export { removeAccess } from './tenants/remove-access.ts';
