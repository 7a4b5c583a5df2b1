import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An authority for the certificates of tests, all of it as files in PEM. */
export interface Authority {
  readonly caFile: string;
  /** @param file name of the files below the folder of the authority, without their ends */
  certify(file: string, options: CertificateOptions): Promise<CertifiedKey>;
}

interface CertificateOptions {
  /** The subject, by which PostgreSQL and Kafka know a client. */
  readonly commonName: string;
  /** DNS names and IPv4 addresses that the certificate is for. */
  readonly hosts?: readonly string[];
  readonly validFrom?: Date;
  readonly validUntil?: Date;
}

export interface CertifiedKey {
  readonly certFile: string;
  /** PKCS #8, not encrypted, readable by its owner alone. */
  readonly keyFile: string;
  /** Key and certificate in one, as a key store of Kafka. */
  readonly storeFile: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const EC_KEY = { keyType: 'ec', algorithm: 'sha256' } as const;

/** @param folder an existing folder that nothing else writes to */
export async function createAuthority(folder: string, commonName = 'Test authority'): Promise<Authority> {
  // Only where it is used: most tests make no certificates.
  const { generate } = await import('selfsigned');
  const root = await generate([{ name: 'commonName', value: commonName }], {
    ...EC_KEY,
    notBeforeDate: new Date(Date.now() - 3 * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, root.cert);
  return {
    caFile,
    async certify(file, { commonName, hosts = [], validFrom, validUntil }) {
      const signed = await generate([{ name: 'commonName', value: commonName }], {
        ...EC_KEY,
        notBeforeDate: validFrom ?? new Date(Date.now() - DAY_MS),
        notAfterDate: validUntil ?? new Date(Date.now() + DAY_MS),
        extensions: [
          { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
          ...(hosts.length === 0
            ? []
            : [{ name: 'subjectAltName', altNames: hosts.map(nameOfHost) } as const]),
        ],
        ca: { key: root.private, cert: root.cert },
      });
      const files: CertifiedKey = {
        certFile: join(folder, `${file}.crt.pem`),
        keyFile: join(folder, `${file}.key.pem`),
        storeFile: join(folder, `${file}.store.pem`),
      };
      await Promise.all([
        writeFile(files.certFile, signed.cert),
        writeFile(files.keyFile, signed.private, { mode: 0o600 }),
        writeFile(files.storeFile, `${signed.private.trim()}\n${signed.cert}`, { mode: 0o600 }),
      ]);
      return files;
    },
  };
}

function nameOfHost(host: string): { type: 7; ip: string } | { type: 2; value: string } {
  return /^[\d.]+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host };
}
