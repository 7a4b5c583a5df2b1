export { expressCallbacks } from './express.ts';
export { fastifyCallbacks } from './fastify.ts';
export type { CallbackHandler } from './handle-callback.ts';
export {
  type CallbackFault,
  CallbackVerificationError,
  type ReceivedCallback,
  type SignedCallback,
  type VerifyCallbackOptions,
  verifyCallback,
} from './verify-callback.ts';
export { honoCallbacks, webCallbacks } from './web.ts';
