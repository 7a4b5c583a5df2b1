import {
  CallbackVerificationError,
  type ReceivedCallback,
  type SignedCallback,
  type VerifyCallbackOptions,
  verifyCallback,
} from './verify-callback.ts';

/**
 * Takes over a callback; when its promise is kept, the callback is answered with 204. Where it throws, the framework answers as it
 * does, and the callback comes again. It must be done within 15 seconds: what takes longer belongs in a queue.
 */
export type CallbackHandler = (callback: ReceivedCallback) => unknown;

/** What to answer. */
export interface CallbackAnswer {
  readonly status: 204 | 401 | 413;
  /** Why it was refused; a sentence. */
  readonly text: string | null;
}

/** @throws whatever the handler throws, and where the receiver is at fault: the body was parsed before, a secret is none */
export async function handleCallback(
  request: Request | Promise<SignedCallback>,
  secrets: string | readonly string[],
  handler: CallbackHandler,
  options: VerifyCallbackOptions,
): Promise<CallbackAnswer> {
  let callback: ReceivedCallback;
  try {
    callback = await verifyCallback(await request, secrets, options);
  } catch (error) {
    if (!(error instanceof CallbackVerificationError) || error.fault === 'body_not_raw') throw error;
    return { status: error.fault === 'too_large' ? 413 : 401, text: error.message };
  }
  await handler(callback);
  return { status: 204, text: null };
}
