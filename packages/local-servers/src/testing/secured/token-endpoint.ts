import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What gives tokens for client credentials (RFC 6749, section 4.4): JWTs of ES256. */
export interface TokenEndpoint {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The keys that its tokens are checked with (RFC 7517). */
  readonly jwksFile: string;
  readonly audience: string;
  /** The scope of each request that got a token, oldest first; `''` where it asked for none. */
  readonly granted: readonly string[];
  close(): Promise<void>;
}

const AUDIENCE = 'kafka';
/** Of a token for a request that names none. */
const SCOPE = 'all';

/**
 * Starts a token endpoint on 127.0.0.1, which lasts until it is closed or this process ends. It takes the credentials as
 * basic authentication and in the body.
 *
 * @param tokenSeconds how long a token is good for
 */
export async function startTokenEndpoint(folder: string, tokenSeconds: number): Promise<TokenEndpoint> {
  const clientId = 'taskfold';
  const clientSecret = randomBytes(16).toString('base64url');
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomUUID();
  const jwksFile = join(folder, 'jwks.json');
  const key = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' };
  await writeFile(jwksFile, JSON.stringify({ keys: [key] }));

  const granted: string[] = [];
  const issue = (scope: string) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { sub: clientId, aud: AUDIENCE, iat: now, exp: now + tokenSeconds, scope: scope || SCOPE };
    const signed = [{ alg: 'ES256', typ: 'JWT', kid }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    granted.push(scope);
    return {
      access_token: `${signed}.${signature.toString('base64url')}`,
      token_type: 'Bearer',
      expires_in: tokenSeconds,
    };
  };

  const answer = async (request: IncomingMessage): Promise<{ status: number; body: object }> => {
    const form = new URLSearchParams(await text(request));
    const [id, secret] = basicCredentials(request) ?? [form.get('client_id'), form.get('client_secret')];
    if (request.method !== 'POST' || form.get('grant_type') !== 'client_credentials') {
      return { status: 400, body: { error: 'unsupported_grant_type' } };
    }
    if (id !== clientId || secret !== clientSecret) return { status: 401, body: { error: 'invalid_client' } };
    return { status: 200, body: issue(form.get('scope') ?? '') };
  };
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Alone it keeps no process alive.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/token`,
    clientId,
    clientSecret,
    jwksFile,
    audience: AUDIENCE,
    granted,
    async close() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function basicCredentials({ headers }: IncomingMessage): [id: string, secret: string] | undefined {
  const [scheme, encoded = ''] = (headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':').map(decodeURIComponent);
  return [id, secret];
}
