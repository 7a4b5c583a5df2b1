import { timingSafeEqual } from 'node:crypto';
import { keyOf } from './secret.ts';
import { digestOf } from './signature.ts';

/** Why a request is not to be trusted. */
export const REFUSALS = [
  'missing_header',
  'invalid_timestamp',
  'too_old',
  'too_new',
  'no_matching_signature',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export interface VerifyOptions {
  /** By name, in any case, as Node gives them. A header that came twice is refused. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it came, before anything parsed it: JSON that is parsed and printed again is other bytes. */
  readonly body: string | Uint8Array;
  /** Every secret that is valid now. */
  readonly secrets: readonly string[];
  /** How far the timestamp may be from now, both ways; 300 seconds unless given. */
  readonly toleranceSeconds?: number;
  /** Seconds since the Unix epoch; the clock unless given. */
  readonly nowSeconds?: number;
}

export type VerifiedWebhook =
  /** `id` is the same for every repeat of the message: to be remembered, so that it is handled once. */
  | { readonly kind: 'verified'; readonly id: string; readonly timestamp: number }
  | { readonly kind: 'refused'; readonly reason: Refusal };

const TOLERANCE_SECONDS = 5 * 60;

/**
 * Tells whether a request was signed with one of the secrets, and lately: an older one may be a replay. Compares in
 * constant time, and nothing of the request is thrown.
 *
 * @throws InvalidSecretError where one of the secrets is none
 */
export function verifyWebhook(options: VerifyOptions): VerifiedWebhook {
  const { headers, body, secrets, toleranceSeconds = TOLERANCE_SECONDS } = options;
  const keys = secrets.map(keyOf);
  const id = header(headers, 'webhook-id');
  const time = header(headers, 'webhook-timestamp');
  const signature = header(headers, 'webhook-signature');
  if (id === undefined || time === undefined || signature === undefined) return refused('missing_header');

  if (!/^(0|[1-9]\d{0,14})$/.test(time)) return refused('invalid_timestamp');
  const timestamp = Number(time);
  const now = options.nowSeconds ?? Math.floor(Date.now() / 1000);
  if (timestamp < now - toleranceSeconds) return refused('too_old');
  if (timestamp > now + toleranceSeconds) return refused('too_new');

  const given = digestsIn(signature);
  for (const key of keys) {
    const expected = digestOf({ id, timestamp, body }, key);
    if (given.some((digest) => digest.length === expected.length && timingSafeEqual(digest, expected))) {
      return { kind: 'verified', id, timestamp };
    }
  }
  return refused('no_matching_signature');
}

/** Entries of other versions are skipped: a sender may add some. */
function digestsIn(signature: string): Buffer[] {
  return signature
    .split(' ')
    .filter((entry) => entry.startsWith('v1,'))
    .map((entry) => Buffer.from(entry.slice('v1,'.length), 'base64'));
}

function header(headers: VerifyOptions['headers'], name: string): string | undefined {
  const values = Object.keys(headers)
    .filter((key) => key.toLowerCase() === name)
    .flatMap((key) => headers[key] ?? []);
  const [value] = values;
  return values.length === 1 && value !== '' ? value : undefined;
}

function refused(reason: Refusal): VerifiedWebhook {
  return { kind: 'refused', reason };
}
