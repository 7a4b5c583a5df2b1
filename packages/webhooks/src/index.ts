export { createSecret, InvalidSecretError } from './secret.ts';
export { type SignedHeaders, type SignOptions, signWebhook } from './sign.ts';
