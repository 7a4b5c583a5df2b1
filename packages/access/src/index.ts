export {
  activeSecrets,
  type CallbackSecretInfo,
  type EnsuredSecret,
  listCallbackSecrets,
} from './callback-secrets/callback-secrets.ts';
export {
  type RevokedSecret,
  type RotatedSecret,
  revokeCallbackSecret,
  rotateCallbackSecret,
} from './callback-secrets/change-secrets.ts';
export { type KeyRing, KeyRingError, parseKeyRing } from './callback-secrets/key-ring.ts';
export { apiKeyHash, generateApiKey } from './keys/api-key.ts';
export {
  createBoundedKey,
  type RotateOptions,
  rotateBoundedKey,
  type TooManyKeys,
} from './keys/bounded-keys.ts';
export { createKeyStore, type KeyRecord } from './keys/key-store.ts';
export {
  type ApiKeyInfo,
  type ListApiKeysOptions,
  listApiKeys,
  type MadeKey,
  type NewApiKey,
  revokeApiKey,
} from './keys/manage-keys.ts';
export {
  disableTenant,
  type MadeTenant,
  makeTenant,
  makeTenantKey,
  type NewTenantAccess,
  replaceTenantSecret,
  revokeTenantSecret,
} from './tenants/administer-tenants.ts';
export { listTenants, type TenantInfo } from './tenants/manage-tenants.ts';
