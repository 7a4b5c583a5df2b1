import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { startKafka } from '../../start-kafka.ts';
import { killAfterTest, temporaryDataDir } from '../temporary-data.ts';
import { kafkaListeners } from './kafka-listeners.ts';

/** ApiVersions, version 0, of a client without a name: what a broker answers before anybody has authenticated. */
const QUESTION = Buffer.from('0000000a0012000000000001ffff', 'hex');

/** `served`, or the code of what went wrong. */
async function ask(brokers: string, options: ConnectionOptions): Promise<string> {
  const port = Number(brokers.split(':')[1]);
  return await new Promise((resolve) => {
    const socket: TLSSocket = connect({ host: '127.0.0.1', port, ...options }, () => socket.write(QUESTION));
    const finish = (how: string) => {
      socket.destroy();
      resolve(how);
    };
    socket.once('data', () => finish('served'));
    socket.once('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
    socket.once('close', () => finish('closed'));
  });
}

test('each listener has its own certificate, and one that asks for a certificate takes only those of its authority', async () => {
  const dataDir = await temporaryDataDir();
  const made = await kafkaListeners(join(dataDir, 'certificates'), {
    tls: { tls: 'right' },
    mtls: { tls: 'right', clientCertificate: true },
    elsewhere: { tls: 'wrong-host' },
    expired: { tls: 'expired' },
    foreign: { tls: 'other-authority' },
    scram: { tls: 'right', sasl: 'scram-sha-512' },
    bearer: { tls: 'right', sasl: 'oauthbearer', sessionSeconds: 30 },
  });
  onTestFinished(() => made.close());
  killAfterTest(await startKafka({ dataDir, temporary: true, listeners: made.listeners }));

  const { authority, client, stranger } = made.certificates;
  const ca = await readFile(authority.caFile);
  const keyOf = async ({ certFile, keyFile }: typeof client) => ({
    cert: await readFile(certFile),
    key: await readFile(keyFile),
  });
  const { tls, mtls, elsewhere, expired, foreign, scram, bearer } = made.access;
  expect(await ask(tls.brokers, { ca })).toBe('served');
  expect(await ask(scram.brokers, { ca })).toBe('served');
  expect(await ask(bearer.brokers, { ca })).toBe('served');
  expect(await ask(mtls.brokers, { ca, ...(await keyOf(client)) })).toBe('served');
  expect(await ask(mtls.brokers, { ca })).toMatch(/ALERT|closed|ECONNRESET/);
  expect(await ask(mtls.brokers, { ca, ...(await keyOf(stranger)) })).toMatch(/ALERT|closed|ECONNRESET/);
  expect(await ask(elsewhere.brokers, { ca })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  expect(await ask(expired.brokers, { ca })).toBe('CERT_HAS_EXPIRED');
  expect(await ask(foreign.brokers, { ca })).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  expect(await ask(foreign.brokers, { ca: await readFile(stranger.caFile) })).toBe('served');
  expect(Object.keys(scram.env)).toEqual([
    'KAFKA_BROKERS',
    'KAFKA_TLS',
    'KAFKA_TLS_CA_FILE',
    'KAFKA_SASL_MECHANISM',
    'KAFKA_SASL_USERNAME',
    'KAFKA_SASL_PASSWORD',
  ]);
});

test('a token endpoint gives tokens for its client alone', async () => {
  const made = await kafkaListeners(await temporaryDataDir(), {
    bearer: { tls: 'right', sasl: 'oauthbearer', sessionSeconds: 30 },
  });
  onTestFinished(() => made.close());
  const { tokens } = made.access.bearer;
  if (tokens === undefined) throw new Error('no token endpoint');
  const request = async (secret: string) =>
    await fetch(tokens.url, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${tokens.clientId}:${secret}`).toString('base64')}`,
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'write' }),
    });
  const granted = await request(tokens.clientSecret);
  expect(granted.status).toBe(200);
  expect(await granted.json()).toMatchObject({ token_type: 'Bearer', expires_in: 30 });
  const refused = await request('guessed');
  expect(refused.status).toBe(401);
  expect(await refused.json()).toEqual({ error: 'invalid_client' });
  expect(tokens.granted).toEqual(['write']);
});
