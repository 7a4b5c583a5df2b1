import { createPrivateKey } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates } from '@taskfold/local-servers/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemsWithTlsFiles, readTlsFiles, type TlsVariables } from './tls-files.ts';

let folder: string;
let mine: TlsVariables;
let strangersKey: string;
let encryptedKey: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskfold-tls-files-'));
  const { authority, client, stranger } = await makeCertificates(folder, 'client');
  mine = {
    KAFKA_TLS_CA_FILE: authority.caFile,
    KAFKA_TLS_CERT_FILE: client.certFile,
    KAFKA_TLS_KEY_FILE: client.keyFile,
  };
  strangersKey = stranger.keyFile;
  encryptedKey = join(folder, 'encrypted.pem');
  const key = createPrivateKey(await readFile(client.keyFile));
  const encrypted = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'word' } as const;
  await writeFile(encryptedKey, key.export(encrypted));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const problems = (changed: TlsVariables = {}) => [...problemsWithTlsFiles({ ...mine, ...changed })];

test('a certificate and its key, encrypted or not, are right, and read again each time', async () => {
  expect(problems()).toEqual([]);
  expect(problems({ KAFKA_TLS_KEY_FILE: encryptedKey, KAFKA_TLS_KEY_PASSPHRASE: 'word' })).toEqual([]);
  const path = join(folder, 'renewed.pem');
  await writeFile(path, 'before');
  const before = readTlsFiles({ KAFKA_TLS_CA_FILE: path });
  await writeFile(path, 'after');
  expect([String(before.ca), String(readTlsFiles({ KAFKA_TLS_CA_FILE: path }).ca)]).toEqual([
    'before',
    'after',
  ]);
});

test('what does not fit together is said in a sentence', () => {
  expect(problems({ KAFKA_TLS_KEY_FILE: strangersKey })).toEqual([
    expect.stringMatching(/^KAFKA_TLS_KEY_FILE .* is not the key of the certificate in KAFKA_TLS_CERT_FILE/),
  ]);
  expect(problems({ KAFKA_TLS_KEY_FILE: encryptedKey })).toEqual([
    expect.stringMatching(/KAFKA_TLS_KEY_PASSPHRASE must be set/),
  ]);
  const wrong = problems({ KAFKA_TLS_KEY_FILE: encryptedKey, KAFKA_TLS_KEY_PASSPHRASE: 'S3cret' });
  expect(wrong).toEqual([expect.stringMatching(/cannot be read with KAFKA_TLS_KEY_PASSPHRASE/)]);
  expect(wrong.join()).not.toContain('S3cret');
});
