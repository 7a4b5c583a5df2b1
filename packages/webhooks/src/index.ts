export { createSecret, InvalidSecretError } from './secret.ts';
export { type SignedHeaders, type SignOptions, signWebhook } from './sign.ts';
export {
  REFUSALS,
  type Refusal,
  type VerifiedWebhook,
  type VerifyOptions,
  verifyWebhook,
} from './verify.ts';
