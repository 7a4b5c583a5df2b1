export { createSecret } from './secret.ts';
export { signWebhook } from './sign.ts';
