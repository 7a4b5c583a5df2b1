import { type DatabaseFault, stays } from './fault.ts';
import type { Place } from './place.ts';

/** Codes of Node for a chain that ends in nobody who is trusted. */
const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
  ...['SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_SIGNATURE_FAILURE'],
]);
/** What the server says of the client's certificate. */
const REFUSED_CERTIFICATE =
  /ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_\w+|HANDSHAKE_FAILURE|DECRYPT_ERROR|ACCESS_DENIED)/;
const UNUSABLE_FILE = /^ERR_OSSL_/;

/** What went wrong with TLS; null where it is something else. */
export function certificateFault(
  error: Error,
  code: string,
  { where, host, variable }: Place,
): DatabaseFault | null {
  const sentence = (): string | null => {
    if ('syscall' in error && error.syscall === 'open' && 'path' in error) {
      return `${variable} names the file ${String(error.path)} for TLS, which cannot be read (${code}): correct the path, or put the file there.`;
    }
    if (UNKNOWN_AUTHORITY.has(code)) {
      return `The certificate of PostgreSQL at ${where} is not signed by an authority that is trusted here (${code}): give the authority's certificate as sslrootcert=FILE in ${variable}, or correct that file.`;
    }
    if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
      return `The certificate of PostgreSQL at ${where} is not for the host ${host}: use a name in ${variable} that stands in the certificate, or have one made for this name.`;
    }
    if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
      const how = code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet';
      return `The certificate of PostgreSQL at ${where} ${how}: the server needs another one, or this machine has the wrong time.`;
    }
    if (error.message === 'The server does not support SSL connections') {
      return `PostgreSQL at ${where} has no TLS, and ${variable} asks for it: switch it on at the server (ssl=on), or take sslmode out of ${variable}.`;
    }
    if (REFUSED_CERTIFICATE.test(code)) {
      return `PostgreSQL at ${where} refused the client certificate (${code}): check sslcert and sslkey in ${variable}, and that the server trusts their authority.`;
    }
    if (UNUSABLE_FILE.test(code)) {
      return `The files of sslrootcert, sslcert and sslkey in ${variable} cannot be used (${code}): they must be PEM, and the key that of the certificate.`;
    }
    return null;
  };
  const found = sentence();
  return found === null ? null : stays(found);
}
