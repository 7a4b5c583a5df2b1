import { z } from 'zod';
import { type AccessToken, TokenError } from './access-token.ts';

export interface ClientCredentials {
  readonly url: string;
  readonly clientId: string;
  /** Asked for at each request. */
  readonly clientSecret: () => string;
  readonly scope: string | undefined;
}

const TIMEOUT_MS = 4000;
const MAX_ANSWER_BYTES = 64 * 1024;
/** Where neither the answer nor the token says how long it is good. */
const DEFAULT_SECONDS = 300;

const answerSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
});
const refusalSchema = z.object({ error: z.string() });
const claimsSchema = z.object({ exp: z.number() });

/**
 * A token for client credentials (RFC 6749, section 4.4), which the request has as basic authentication.
 *
 * @throws TokenError with a sentence
 */
export async function fetchToken(credentials: ClientCredentials): Promise<AccessToken> {
  const askedAtMs = Date.now();
  const { status, text } = await ask(credentials);
  const answer = parse(text);
  if (status !== 200) throw refusal(credentials.url, status, answer);
  const { success, data } = answerSchema.safeParse(answer);
  if (!success) {
    throw new TokenError(
      `The token endpoint ${shown(credentials.url)} answers without a token: KAFKA_SASL_OAUTH_TOKEN_URL must name one of OAuth 2.`,
      false,
    );
  }
  const seconds = data.expires_in ?? secondsOf(data.access_token, askedAtMs) ?? DEFAULT_SECONDS;
  return { value: data.access_token, expiresAtMs: askedAtMs + seconds * 1000 };
}

async function ask(credentials: ClientCredentials): Promise<{ status: number; text: string }> {
  const { url, clientId, clientSecret, scope } = credentials;
  const pair = [clientId, clientSecret()].map(encodeURIComponent).join(':');
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scope === undefined ? {} : { scope }),
  });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}`, accept: 'application/json' },
      body,
      // Whoever answers with another address must not get the secret.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    return { status: response.status, text: text.slice(0, MAX_ANSWER_BYTES) };
  } catch (error) {
    throw new TokenError(
      `The token endpoint ${shown(url)} cannot be reached (${reasonOf(error)}): it is away, or KAFKA_SASL_OAUTH_TOKEN_URL is wrong.`,
      true,
      { cause: error },
    );
  }
}

function refusal(url: string, status: number, answer: unknown): TokenError {
  const { data } = refusalSchema.safeParse(answer);
  const code = data === undefined ? '' : `, ${data.error.slice(0, 60)}`;
  const isAway = status >= 500 || status === 429;
  const advice = isAway
    ? 'it is asked again'
    : 'KAFKA_SASL_OAUTH_CLIENT_ID, KAFKA_SASL_OAUTH_CLIENT_SECRET or KAFKA_SASL_OAUTH_SCOPE is wrong, or the address in KAFKA_SASL_OAUTH_TOKEN_URL';
  return new TokenError(
    `The token endpoint ${shown(url)} gives no token (${status}${code}): ${advice}.`,
    isAway,
  );
}

/** @returns how long the token is good by its own claims, where it is one that can be read */
function secondsOf(token: string, nowMs: number): number | undefined {
  const claims = parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const { data } = claimsSchema.safeParse(claims);
  return data === undefined ? undefined : Math.max(0, data.exp - nowMs / 1000);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without what may be a secret in it. */
function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error.message;
}
