import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { Address } from './fault.ts';
import { type RawOptions, rawConnection } from './raw-connection.ts';

const TIMEOUT_MS = 2000;

/** The first byte of an alert of TLS, and the first of its version. */
const ALERT = Buffer.from([0x15, 0x03]);

export function isTlsAlert(bytes: Buffer | null): boolean {
  return bytes?.subarray(0, 2).equals(ALERT) ?? false;
}

/** Whether a server speaks TLS, whosever certificate it has. Never rejects. */
export function speaksTls({ host, port }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const serverName = isIP(host) === 0 ? { servername: host } : {};
    // Nothing is sent over it: only whether there is a handshake matters.
    const socket = connect({ host, port, ...serverName, rejectUnauthorized: false });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(TIMEOUT_MS, () => end(false));
    socket.once('secureConnect', () => end(true));
    socket.once('error', (error) => end('code' in error && String(error.code).includes('ALERT')));
  });
}

/** Whether a server speaks Kafka without TLS. Never rejects. */
export async function speaksPlain(address: Address, options: RawOptions): Promise<boolean> {
  const connection = rawConnection(address, { ...options, tls: false, sasl: null, timeoutMs: TIMEOUT_MS });
  try {
    await connection.connect();
    await connection.askVersions();
    return true;
  } catch {
    return isKafkaSize(connection.seen.first);
  } finally {
    connection.close();
  }
}

/** An answer that could not be read whole begins with its length, which is small. */
function isKafkaSize(bytes: Buffer | null): boolean {
  return bytes !== null && bytes.length >= 4 && bytes.readUInt32BE(0) < 1024 * 1024;
}
