import type { PeerCertificate } from 'node:tls';
import { away, type KafkaFault, refused } from './fault.ts';

const UNKNOWN_AUTHORITY = new Set([
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_SIGNATURE_FAILURE'],
  ...['CERT_UNTRUSTED', 'INVALID_CA', 'CERT_CHAIN_TOO_LONG'],
]);

/** Alerts by which a server says that it does not take the client's certificate, or that there is none. */
const CLIENT_CERTIFICATE =
  /ALERT_(BAD_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED)/;
const VERSIONS = /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS|NO_SHARED_CIPHER|HANDSHAKE_FAILURE/;

export interface GivenTlsFiles {
  /** Whether KAFKA_TLS_CA_FILE says whom to trust. */
  readonly hasAuthority: boolean;
  /** Whether KAFKA_TLS_CERT_FILE is shown. */
  readonly hasCertificate: boolean;
}

/**
 * @param at the broker, as `host:port`
 * @returns null where the error is none of TLS
 */
export function tlsFault(error: Error, at: string, variables: GivenTlsFiles): KafkaFault | null {
  const code = codeOf(error);
  if (UNKNOWN_AUTHORITY.has(code)) {
    return refused(
      variables.hasAuthority
        ? `The certificate of Kafka at ${at} is signed by an authority that is not in KAFKA_TLS_CA_FILE (${code}): set it to a file with the authority of this Kafka.`
        : `The certificate of Kafka at ${at} is signed by nobody whom Node.js trusts (${code}): set KAFKA_TLS_CA_FILE to a file with its authority.`,
    );
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return refused(
      `The certificate of Kafka at ${at} is for other names${namesIn(error)} (${code}): KAFKA_BROKERS and Kafka's advertised.listeners must have names that are in it.`,
    );
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    const when = code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not good yet';
    return refused(
      `The certificate of Kafka at ${at}, or of its authority in KAFKA_TLS_CA_FILE, ${when} (${code}): it must be renewed, unless the clock of this machine is wrong.`,
    );
  }
  if (CLIENT_CERTIFICATE.test(code)) return clientCertificateFault(at, code, variables);
  if (VERSIONS.test(code)) {
    return refused(
      `Kafka at ${at} and this client have no version or cipher of TLS in common, or it wants a certificate of the client (${code}): look at KAFKA_TLS_CERT_FILE and at Kafka's ssl.enabled.protocols.`,
    );
  }
  return null;
}

/** @param code what was seen of the refusal */
function clientCertificateFault(at: string, code: string, { hasCertificate }: GivenTlsFiles): KafkaFault {
  return refused(
    hasCertificate
      ? `Kafka at ${at} does not take the certificate in KAFKA_TLS_CERT_FILE (${code}): it must be signed by an authority that Kafka trusts, and be good now.`
      : `Kafka at ${at} wants a certificate of the client (${code}): set KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE.`,
  );
}

/** @param named what has brought the address up */
export function tcpFault(error: Error, at: string, named: string): KafkaFault {
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return away(
      `The name of ${at}, from ${named}, does not resolve (${code}): it is misspelt, or the name server does not have it.`,
    );
  }
  if (code === 'ECONNREFUSED') {
    return away(`Nobody listens at ${at}, from ${named} (${code}): Kafka is away, or the port is wrong.`);
  }
  if (code === '') {
    return away(
      `Kafka at ${at}, from ${named}, cannot be connected to in time: it is away, a firewall is between, or the address is wrong.`,
    );
  }
  return away(`Kafka at ${at}, from ${named}, cannot be connected to (${code}).`);
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function namesIn(error: Error): string {
  const certificate = 'cert' in error ? (error.cert as Partial<PeerCertificate> | undefined) : undefined;
  const names = certificate?.subjectaltname;
  return names === undefined ? '' : `, ${names.slice(0, 120)}`;
}
