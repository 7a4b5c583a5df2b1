import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { readText } from '@taskfold/runtime';
import type { KafkaConfig } from './kafka-variables.ts';

/** The variables that name files, or what belongs to them. */
export type TlsVariables = Partial<
  Pick<
    KafkaConfig,
    'KAFKA_TLS_CA_FILE' | 'KAFKA_TLS_CERT_FILE' | 'KAFKA_TLS_KEY_FILE' | 'KAFKA_TLS_KEY_PASSPHRASE'
  >
>;

/**
 * What a TLS connection needs. Files are read each time, so that renewed certificates count from the next connection on.
 *
 * @throws Error where a file cannot be read
 */
export function readTlsFiles(variables: TlsVariables): ConnectionOptions {
  const { KAFKA_TLS_CA_FILE: ca, KAFKA_TLS_CERT_FILE: cert, KAFKA_TLS_KEY_FILE: key } = variables;
  const { KAFKA_TLS_KEY_PASSPHRASE: passphrase } = variables;
  return {
    ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
    ...(cert === undefined ? {} : { cert: readFileSync(cert) }),
    ...(key === undefined ? {} : { key: readFileSync(key) }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

/** What is wrong with the files, a sentence for each: none is there, of the wrong form, or belongs to another. */
export function* problemsWithTlsFiles(variables: TlsVariables): Generator<string> {
  const { KAFKA_TLS_CA_FILE: ca, KAFKA_TLS_CERT_FILE: cert, KAFKA_TLS_KEY_FILE: key } = variables;
  if (ca !== undefined) {
    const found = certificateIn('KAFKA_TLS_CA_FILE', ca);
    if (typeof found === 'string') yield found;
  }
  const certificate = cert === undefined ? undefined : certificateIn('KAFKA_TLS_CERT_FILE', cert);
  if (typeof certificate === 'string') yield certificate;
  const privateKey = key === undefined ? undefined : keyIn(key, variables.KAFKA_TLS_KEY_PASSPHRASE);
  if (typeof privateKey === 'string') yield privateKey;
  if (certificate === undefined || typeof certificate === 'string') return;
  if (privateKey === undefined || typeof privateKey === 'string') return;
  if (!certificate.checkPrivateKey(privateKey)) {
    yield `KAFKA_TLS_KEY_FILE (${key}) is not the key of the certificate in KAFKA_TLS_CERT_FILE (${cert}): set both to a pair.`;
  }
}

function certificateIn(name: string, path: string): X509Certificate | string {
  const text = readText(name, path);
  if (text instanceof Error) return text.message;
  try {
    return new X509Certificate(text);
  } catch {
    return `${name} (${path}) holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----: export it as that.`;
  }
}

function keyIn(path: string, passphrase: string | undefined): KeyObject | string {
  const text = readText('KAFKA_TLS_KEY_FILE', path);
  if (text instanceof Error) return text.message;
  try {
    return createPrivateKey({ key: text, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    if (!text.includes('PRIVATE KEY-----')) {
      return `KAFKA_TLS_KEY_FILE (${path}) holds no private key in PEM: export it as that.`;
    }
    return passphrase === undefined
      ? `KAFKA_TLS_KEY_FILE (${path}) cannot be read: where it is encrypted, KAFKA_TLS_KEY_PASSPHRASE must be set.`
      : `KAFKA_TLS_KEY_FILE (${path}) cannot be read with KAFKA_TLS_KEY_PASSPHRASE: one of them is wrong.`;
  }
}
