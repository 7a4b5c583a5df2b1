import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalKafka, startKafka } from '@taskfold/local-servers';
import { type KafkaListeners, kafkaListeners } from '@taskfold/local-servers/testing';
import { createLogger, loadConfig } from '@taskfold/runtime';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createKafkaClient } from '../client/create-kafka-client.ts';
import { checkKafkaVariables } from '../connection/check-kafka-variables.ts';
import { kafkaConnection } from '../connection/kafka-connection.ts';
import { KAFKA_VARIABLES } from '../connection/kafka-variables.ts';
import { until } from '../testing/wait.ts';

const schema = z.object(KAFKA_VARIABLES).check(checkKafkaVariables);
const logger = createLogger({ service: 'test', level: 'silent' });
const SESSION_SECONDS = 3;

const LISTENERS = {
  tls: { tls: 'right' },
  mtls: { tls: 'right', clientCertificate: true },
  elsewhere: { tls: 'wrong-host' },
  expired: { tls: 'expired' },
  foreign: { tls: 'other-authority' },
  plain: { tls: 'right', sasl: 'plain' },
  scram256: { sasl: 'scram-sha-256' },
  scram512: { tls: 'right', sasl: 'scram-sha-512' },
  bearer: { tls: 'right', sasl: 'oauthbearer', sessionSeconds: SESSION_SECONDS },
} as const;
type Name = keyof typeof LISTENERS;

// A broker of its own, with all ways in.
let dataDir: string;
let kafka: LocalKafka;
let made: KafkaListeners<Name>;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'taskfold-secured-'));
  made = await kafkaListeners(join(dataDir, 'certificates'), LISTENERS);
  kafka = await startKafka({ dataDir, durable: false, temporary: true, listeners: made.listeners });
}, 60_000);
afterAll(async () => {
  await kafka.stop();
  await made.close();
  await rm(dataDir, { recursive: true, force: true });
});

function clientOf(env: Readonly<Record<string, string>>) {
  const client = createKafkaClient({ ...kafkaConnection(loadConfig(schema, env), 'test'), logger });
  onTestFinished(() => client.close());
  return client;
}

const envOf = (name: Name) => made.access[name].env;

/** What a command would say. */
async function faultOf(env: Readonly<Record<string, string>>): Promise<string> {
  const started = performance.now();
  const sentence = await clientOf(env)
    .requireConnection()
    .then(
      () => 'none',
      (error: Error) => error.message,
    );
  expect(performance.now() - started).toBeLessThan(10_000);
  for (const [name, value] of Object.entries(env)) {
    if (/(PASSWORD|SECRET)$/.test(name) && value !== '') expect(sentence).not.toContain(value);
  }
  return sentence;
}

test.each<Name>(['tls', 'mtls', 'plain', 'scram256', 'scram512', 'bearer'])(
  'by %s a record goes there and back',
  async (name) => {
    const client = clientOf(envOf(name));
    await client.requireConnection();
    await client.admin().ensureTopics([{ name, partitions: 1, config: {} }]);
    await client.producer().send(name, [{ key: null, value: Buffer.from(name), headers: {} }]);
    const values: string[] = [];
    await client.consumer({ groupId: name }).run({
      topic: name,
      onBatch: async ({ records }) => void values.push(...records.map(({ value }) => String(value))),
      onCrash: (error) => void values.push(error.message),
    });
    await until(() => values.length > 0);
    expect(values).toEqual([name]);
  },
  30_000,
);

test('connections outlast their tokens: each is authenticated anew before its session ends', async () => {
  const { env, tokens } = made.access.bearer;
  const client = clientOf(env);
  const topic = 'long';
  await client.admin().ensureTopics([{ name: topic, partitions: 1, config: {} }]);
  const producer = client.producer();
  const values: string[] = [];
  const crashes: Error[] = [];
  await client.consumer({ groupId: topic }).run({
    topic,
    onBatch: async ({ records }) => void values.push(...records.map(({ value }) => String(value))),
    onCrash: (error) => void crashes.push(error),
  });
  const granted = tokens?.granted.length ?? 0;
  const sent: string[] = [];
  const end = performance.now() + 2.5 * SESSION_SECONDS * 1000;
  while (performance.now() < end) {
    const value = String(sent.length);
    await producer.send(topic, [{ key: null, value: Buffer.from(value), headers: {} }]);
    sent.push(value);
  }
  await until(() => values.length >= sent.length);
  expect(values).toEqual(sent);
  expect(crashes).toEqual([]);
  // Tokens are shared by connections, and renewed a few times.
  expect((tokens?.granted.length ?? 0) - granted).toBeGreaterThanOrEqual(2);
  expect((tokens?.granted.length ?? 0) - granted).toBeLessThanOrEqual(10);
}, 60_000);

interface Fault {
  readonly of: Name;
  readonly with?: () => Record<string, string>;
  readonly says: RegExp;
}

const tls = () => ({ KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: made.certificates.authority.caFile });
const none = { KAFKA_SASL_MECHANISM: '', KAFKA_SASL_USERNAME: '', KAFKA_SASL_PASSWORD: '' };

test.each<[string, Fault]>([
  [
    'a wrong password',
    {
      of: 'scram512',
      with: () => ({ KAFKA_SASL_PASSWORD: 'wrong-word' }),
      says: /refuses the user "taskfold" or the password \(scram-sha-512\).* KAFKA_SASL_PASSWORD is wrong/,
    },
  ],
  [
    'a wrong password without TLS',
    {
      of: 'scram256',
      with: () => ({ KAFKA_SASL_PASSWORD: 'wrong-word' }),
      says: /refuses the user "taskfold" or the password \(scram-sha-256\)/,
    },
  ],
  [
    'a wrong password of PLAIN',
    {
      of: 'plain',
      with: () => ({ KAFKA_SASL_PASSWORD: 'wrong-word' }),
      says: /refuses the user "taskfold" or the password \(plain\)/,
    },
  ],
  [
    'an unknown user',
    {
      of: 'scram512',
      with: () => ({ KAFKA_SASL_USERNAME: 'nobody' }),
      says: /refuses the user "nobody".* KAFKA_SASL_USERNAME/,
    },
  ],
  [
    'an unknown authority',
    { of: 'foreign', says: /signed by an authority that is not in KAFKA_TLS_CA_FILE/ },
  ],
  [
    'no authority',
    {
      of: 'scram512',
      with: () => ({ KAFKA_TLS_CA_FILE: '' }),
      says: /signed by nobody whom Node.js trusts .*: set KAFKA_TLS_CA_FILE/,
    },
  ],
  ['a wrong host name', { of: 'elsewhere', says: /for other names, DNS:elsewhere\.example .*KAFKA_BROKERS/ }],
  ['an expired certificate', { of: 'expired', says: /has expired \(CERT_HAS_EXPIRED\)/ }],
  [
    'no certificate of the client',
    {
      of: 'mtls',
      with: () => ({ KAFKA_TLS_CERT_FILE: '', KAFKA_TLS_KEY_FILE: '' }),
      says: /wants a certificate of the client .*: set KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE/,
    },
  ],
  [
    "a stranger's certificate",
    {
      of: 'mtls',
      with: () => ({
        KAFKA_TLS_CERT_FILE: made.certificates.stranger.certFile,
        KAFKA_TLS_KEY_FILE: made.certificates.stranger.keyFile,
      }),
      says: /does not take the certificate in KAFKA_TLS_CERT_FILE/,
    },
  ],
  [
    'no TLS at a port with TLS',
    {
      of: 'tls',
      with: () => ({ KAFKA_TLS: '', KAFKA_TLS_CA_FILE: '' }),
      says: /speaks TLS, and KAFKA_TLS is not set: set it to true/,
    },
  ],
  ['TLS at a port without', { of: 'scram256', with: tls, says: /speaks no TLS, and KAFKA_TLS is true/ }],
  [
    'a mechanism that is not offered',
    {
      of: 'scram512',
      with: () => ({ KAFKA_SASL_MECHANISM: 'plain' }),
      says: /does not offer PLAIN but SCRAM-SHA-512: set KAFKA_SASL_MECHANISM/,
    },
  ],
  [
    'a password where nobody asks',
    {
      of: 'tls',
      with: () => ({
        KAFKA_SASL_MECHANISM: 'plain',
        KAFKA_SASL_USERNAME: 'u',
        KAFKA_SASL_PASSWORD: 'some-word',
      }),
      says: /asks nobody who they are, and KAFKA_SASL_MECHANISM is set/,
    },
  ],
  [
    'no password where one is asked',
    {
      of: 'scram512',
      with: () => none,
      says: /it offers SCRAM-SHA-512\), and KAFKA_SASL_MECHANISM is not set/,
    },
  ],
  [
    'no password where one is asked, without TLS',
    {
      of: 'scram256',
      with: () => none,
      says: /it offers SCRAM-SHA-256\), and KAFKA_SASL_MECHANISM is not set/,
    },
  ],
  [
    'a wrong secret of the client',
    {
      of: 'bearer',
      with: () => ({ KAFKA_SASL_OAUTH_CLIENT_SECRET: 'wrong-word' }),
      says: /token endpoint .* gives no token \(401, invalid_client\): .*KAFKA_SASL_OAUTH_CLIENT_SECRET/,
    },
  ],
  [
    'no token endpoint',
    {
      of: 'bearer',
      with: () => ({ KAFKA_SASL_OAUTH_TOKEN_URL: 'http://127.0.0.1:1/token' }),
      says: /token endpoint http:\/\/127\.0\.0\.1:1\/token cannot be reached .*KAFKA_SASL_OAUTH_TOKEN_URL/,
    },
  ],
  [
    'a name that does not resolve',
    {
      of: 'tls',
      with: () => ({ KAFKA_BROKERS: 'kafka.invalid:9093' }),
      says: /The name of kafka\.invalid:9093, from KAFKA_BROKERS, does not resolve/,
    },
  ],
  [
    'nobody there',
    {
      of: 'tls',
      with: () => ({ KAFKA_BROKERS: '127.0.0.1:1' }),
      says: /Nobody listens at 127\.0\.0\.1:1, from KAFKA_BROKERS \(ECONNREFUSED\)/,
    },
  ],
])(
  '%s is named in a sentence',
  async (_, { of, with: changed = () => ({}), says }) => {
    const sentence = await faultOf({ ...envOf(of), ...changed() });
    expect(sentence).toMatch(says);
    expect(sentence).toMatch(/^Kafka cannot be reached\. [^\n]+\.$/);
  },
  15_000,
);

test('a token that Kafka does not take is told from one that could not be had', async () => {
  const endpoint = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: 'e30.e30.e30', expires_in: 60 }));
  });
  const url = await listening(endpoint);
  const sentence = await faultOf({ ...envOf('bearer'), KAFKA_SASL_OAUTH_TOKEN_URL: `http://${url}/` });
  expect(sentence).toMatch(/refuses the token \(.*\): look at KAFKA_SASL_OAUTH_SCOPE/);
});

test('what is no Kafka, and what never says a word', async () => {
  const web = await listening(createServer((_, response) => void response.end('no Kafka')));
  const mute = await listening(createTcpServer(() => {}));
  const [ofWeb, ofMute, ofMuteWithTls] = await Promise.all([
    faultOf({ KAFKA_BROKERS: web }),
    faultOf({ KAFKA_BROKERS: mute }),
    faultOf({ KAFKA_BROKERS: mute, ...tls() }),
  ]);
  expect(ofWeb).toMatch(/does not answer as Kafka does .*KAFKA_BROKERS/);
  expect(ofMute).toMatch(/does not answer as Kafka does .*KAFKA_BROKERS/);
  expect(ofMuteWithTls).toMatch(/ends the connection before TLS is set up/);
}, 15_000);

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
