import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authority, type CertifiedKey, createAuthority } from './authority.ts';

/** A broker's certificate: `right` is for 127.0.0.1 and localhost, each other one wrong in what its name says. */
export type ServerCertificate = 'right' | 'wrong-host' | 'expired' | 'other-authority';

export interface Certificates {
  readonly authority: Authority;
  readonly servers: Readonly<Record<ServerCertificate, CertifiedKey>>;
  /** For a client. */
  readonly client: CertifiedKey;
  /** What nobody trusts: the CA file of another authority, and a client's certificate of it. */
  readonly stranger: CertifiedKey & { readonly caFile: string };
}

const DAY_MS = 24 * 60 * 60 * 1000;
const HERE = ['127.0.0.1', 'localhost'];

/**
 * Certificates for the servers of a test and their clients.
 *
 * @param folder made when it does not exist
 * @param clientName the subject of the client's certificate
 */
export async function makeCertificates(folder: string, clientName: string): Promise<Certificates> {
  const ofStrangers = join(folder, 'stranger');
  await mkdir(ofStrangers, { recursive: true });
  const [authority, other] = await Promise.all([
    createAuthority(folder),
    createAuthority(ofStrangers, 'Other authority'),
  ]);
  const name = { commonName: 'server' };
  const [right, wrongHost, expired, otherAuthority, client, strangerClient] = await Promise.all([
    authority.certify('server', { ...name, hosts: HERE }),
    authority.certify('wrong-host', { ...name, hosts: ['elsewhere.example'] }),
    authority.certify('expired', {
      ...name,
      hosts: HERE,
      validFrom: new Date(Date.now() - 2 * DAY_MS),
      validUntil: new Date(Date.now() - DAY_MS),
    }),
    other.certify('server', { ...name, hosts: HERE }),
    authority.certify('client', { commonName: clientName }),
    other.certify('client', { commonName: clientName }),
  ]);
  return {
    authority,
    servers: { right, 'wrong-host': wrongHost, expired, 'other-authority': otherAuthority },
    client,
    stranger: { ...strangerClient, caFile: other.caFile },
  };
}
