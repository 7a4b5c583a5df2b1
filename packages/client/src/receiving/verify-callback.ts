import { TaskfoldError } from '../errors/errors.ts';
import type { CallbackBody } from '../generated/openapi.ts';
import { bytesOfBase64 } from './base64.ts';
import { type CallbackHeaders, headerOf } from './callback-headers.ts';
import { keyOfSecret } from './secret-key.ts';

/** A callback that is what it says it is: `type`, `timestamp`, and the task as `data`. */
export interface ReceivedCallback extends CallbackBody {
  /** The `webhook-id`: the same whenever the same callback comes again. Handle each once. */
  readonly id: string;
}

export interface VerifyCallbackOptions {
  /** Seconds that the time of the signature may differ from the clock; 300 by default. What is older may be a replay. */
  readonly tolerance?: number | undefined;
  /** Milliseconds since 1970, in the place of the clock. */
  readonly now?: number | undefined;
}

/** What was received as HTTP: the headers, and the body byte for byte. */
export interface SignedCallback {
  readonly headers: CallbackHeaders;
  /** As it came: what was parsed and printed again has other bytes. */
  readonly body: string | Uint8Array;
}

/** Why a callback was refused. `body_not_raw` is a fault of the receiver, the others of the sender. */
export type CallbackFault =
  | 'missing_header'
  | 'too_old'
  | 'too_new'
  | 'wrong_signature'
  | 'not_a_callback'
  | 'too_large'
  | 'body_not_raw';

/** What was received is no callback of this tenant, or cannot be told to be one. */
export class CallbackVerificationError extends TaskfoldError {
  override readonly name: string = 'CallbackVerificationError';
  readonly fault: CallbackFault;

  constructor(fault: CallbackFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

const TOLERANCE_SECONDS = 300;
const VERSION = 'v1,';

/**
 * Verifies a callback by Standard Webhooks 1.0: that one of the secrets signed these bytes, and not long ago.
 *
 * @param secrets one that begins with `whsec_`, or several while one replaces another
 * @throws CallbackVerificationError where it is none: answer 401
 * @throws TypeError where a secret is none; the message does not show it
 * @example
 * ```ts
 * import { verifyCallback } from '@taskfold/client/receiving';
 *
 * const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
 * const headers = {
 *   'webhook-id': 'cb_1',
 *   'webhook-timestamp': '1796000000',
 *   'webhook-signature': 'v1,PODhRa6hzMHyb4eooipZ6ChUloJWJWc3JKsJ+RpaHrU=',
 * };
 * const body = '{"type":"task.succeeded","data":{"task_id":"task_1"}}';
 * // `now` is for examples and tests: without it, what was signed more than five minutes ago is refused.
 * const { id, type, data } = await verifyCallback({ headers, body }, secret, { now: 1_796_000_000_000 });
 *
 * id; // 'cb_1'
 * type; // 'task.succeeded'
 * data.task_id; // 'task_1'
 * ```
 */
export async function verifyCallback(
  request: Request | SignedCallback,
  secrets: string | readonly string[],
  { tolerance = TOLERANCE_SECONDS, now = Date.now() }: VerifyCallbackOptions = {},
): Promise<ReceivedCallback> {
  const keys = (typeof secrets === 'string' ? [secrets] : secrets).map(keyOfSecret);
  if (keys.length === 0) throw new TypeError('There is no secret to verify with.');
  const id = required(request.headers, 'webhook-id');
  const timestamp = required(request.headers, 'webhook-timestamp');
  const signature = required(request.headers, 'webhook-signature');
  checkTime(timestamp, Math.floor(now / 1_000), tolerance);
  const body = await bytesOf(request);
  const head = new TextEncoder().encode(`${id}.${Number.parseInt(timestamp, 10)}.`);
  const signed = new Uint8Array(head.length + body.length);
  signed.set(head);
  signed.set(body, head.length);
  if (!(await isSigned(signed, signature, keys))) {
    throw new CallbackVerificationError('wrong_signature', 'None of the secrets signed this body.');
  }
  return { ...parsed(body), id };
}

function required(headers: CallbackHeaders, name: string): string {
  const value = headerOf(headers, name);
  if (value) return value;
  throw new CallbackVerificationError('missing_header', `The request has no header ${name}.`);
}

function checkTime(timestamp: string, now: number, tolerance: number): void {
  const seconds = Number.parseInt(timestamp, 10);
  if (Number.isNaN(seconds))
    throw new CallbackVerificationError('missing_header', 'webhook-timestamp is no number of seconds.');
  if (now - seconds > tolerance)
    throw new CallbackVerificationError('too_old', `The callback was signed more than ${tolerance} s ago.`);
  if (seconds > now + tolerance)
    throw new CallbackVerificationError(
      'too_new',
      `The callback was signed more than ${tolerance} s from now.`,
    );
}

async function bytesOf(request: Request | SignedCallback): Promise<Uint8Array> {
  if ('arrayBuffer' in request) {
    if (request.bodyUsed) throw notRaw('its body was read before');
    return new Uint8Array(await request.arrayBuffer());
  }
  const { body } = request;
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  throw notRaw('its body is no longer the text or bytes that came');
}

const notRaw = (why: string) =>
  new CallbackVerificationError(
    'body_not_raw',
    `The callback cannot be verified: ${why}. Verify it before it is parsed.`,
  );

/** Signatures are compared by the platform, in constant time. */
async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  header: string,
  keys: readonly Uint8Array<ArrayBuffer>[],
): Promise<boolean> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const signatures = header.split(' ').filter((entry) => entry.startsWith(VERSION));
  for (const key of keys) {
    const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['verify']);
    for (const entry of signatures) {
      const bytes = bytesOfBase64(entry.slice(VERSION.length));
      if (bytes !== undefined && (await crypto.subtle.verify('HMAC', imported, bytes, signed))) return true;
    }
  }
  return false;
}

function parsed(body: Uint8Array): CallbackBody {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (typeof value?.type === 'string' && typeof value.data === 'object' && value.data !== null)
      return value;
  } catch {
    // Told below.
  }
  throw new CallbackVerificationError('not_a_callback', 'It is signed, but it is no callback of Taskfold.');
}
