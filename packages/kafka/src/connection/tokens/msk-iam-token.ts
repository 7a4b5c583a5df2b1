import { createHash, createHmac } from 'node:crypto';
import type { AccessToken } from './access-token.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

const SERVICE = 'kafka-cluster';
const MAX_SECONDS = 900;

/**
 * What Amazon MSK takes as a token of OAUTHBEARER: the address of the action `kafka-cluster:Connect`, signed with the
 * credentials by version 4 of AWS's signatures and good for 15 minutes at most, in Base64 for URLs.
 */
export function mskIamToken(credentials: AwsCredentials, region: string, now: Date): AccessToken {
  const host = `kafka.${region}.amazonaws.com`;
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const scope = `${day}/${region}/${SERVICE}/aws4_request`;
  const seconds = lifeOf(credentials, now);
  const { accessKeyId, sessionToken } = credentials;
  const query = encoded({
    Action: `${SERVICE}:Connect`,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(seconds),
    ...(sessionToken === undefined ? {} : { 'X-Amz-Security-Token': sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  });
  const request = ['GET', '/', query, `host:${host}`, '', 'host', sha256('')].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n');
  const key = [day, region, SERVICE, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(key, toSign).toString('hex');
  const url = `https://${host}/?${query}&X-Amz-Signature=${signature}&User-Agent=taskfold`;
  return { value: Buffer.from(url).toString('base64url'), expiresAtMs: now.getTime() + seconds * 1000 };
}

function lifeOf({ expiration }: AwsCredentials, now: Date): number {
  if (expiration === undefined) return MAX_SECONDS;
  const left = Math.floor((expiration.getTime() - now.getTime()) / 1000);
  return Math.max(1, Math.min(MAX_SECONDS, left));
}

/** In the order of the names, which the signature asks for. */
function encoded(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map((pair) => pair.map(encodeStrictly).join('='))
    .join('&');
}

function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
