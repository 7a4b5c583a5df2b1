import { type GenerateResult, generate } from 'selfsigned';

/** An authority of our own, and what it can be asked to sign. */
export interface Authority {
  /** Its certificate, in PEM. */
  readonly ca: string;
  /** @param name the only name that the certificate is for */
  certify(
    name: string,
    validFrom?: Date,
    validUntil?: Date,
  ): Promise<{ readonly key: string; readonly cert: string }>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export async function createAuthority(): Promise<Authority> {
  const root = await generate([{ name: 'commonName', value: 'Test authority' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  return {
    ca: root.cert,
    async certify(
      name,
      notBeforeDate = new Date(Date.now() - DAY_MS),
      notAfterDate = new Date(Date.now() + DAY_MS),
    ) {
      const signed: GenerateResult = await generate([{ name: 'commonName', value: name }], {
        keyType: 'ec',
        algorithm: 'sha256',
        notBeforeDate,
        notAfterDate,
        extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
        ca: { key: root.private, cert: root.cert },
      });
      return { key: signed.private, cert: signed.cert };
    },
  };
}
