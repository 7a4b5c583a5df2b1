import { createHmac } from 'node:crypto';
import { keyOf } from './secret.ts';

export interface SignOptions {
  readonly id: string;
  /** Seconds since the Unix epoch. */
  readonly timestamp: number;
  /** The body byte for byte; a string stands for its UTF-8. */
  readonly body: string | Uint8Array;
  /** Every secret that is valid now: while one replaces another, receivers may hold either. At least one. */
  readonly secrets: readonly string[];
}

/** The three headers of the standard. */
export interface SignedHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  /** One `v1,<Base64>` for each secret, in their order, separated by spaces. */
  readonly 'webhook-signature': string;
}

/**
 * Signs a request by Standard Webhooks 1.0. The id stays the same whenever the same message is sent again; the timestamp
 * is that of the attempt.
 *
 * @throws InvalidSecretError where one of the secrets is none
 * @throws RangeError without secrets, for a timestamp that is no whole number of seconds, and for an id that is empty or
 *   holds anything but printable ASCII without spaces and dots: a dot would let one message pass for another
 */
export function signWebhook({ id, timestamp, body, secrets }: SignOptions): SignedHeaders {
  if (secrets.length === 0) throw new RangeError('there is no secret to sign with');
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) {
    throw new RangeError(`${timestamp} is no whole number of seconds since 1970`);
  }
  if (!/^[!-~]+$/.test(id) || id.includes('.')) {
    throw new RangeError('an id is printable ASCII without spaces and dots');
  }
  // Not by the standard's library: for 20 kB it takes six times the CPU, and it takes any secret and any id.
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets
      .map((secret) => {
        const signed = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body);
        return `v1,${signed.digest('base64')}`;
      })
      .join(' '),
  };
}
