import type { SaslOptions } from '../connection/sasl-options.ts';
import { TokenError } from '../connection/tokens/access-token.ts';
import { type Address, away, type KafkaFault, printAddress, refused } from './fault.ts';
import { type RawOptions, rawConnection } from './raw-connection.ts';

/** Asked for to be told of all: what is not offered is refused with a list. */
const ANY_MECHANISM = 'PLAIN';
const UNSUPPORTED_MECHANISM = 33;

/** @returns what a broker lets its clients choose from; null where it asks nobody, or does not say */
async function offered(address: Address, options: RawOptions): Promise<readonly string[] | null> {
  const connection = rawConnection(address, options);
  try {
    await connection.connect();
    await connection.askVersions();
    const { errorCode, enabledMechanisms } = await connection.handshake(ANY_MECHANISM);
    return errorCode === 0 || errorCode === UNSUPPORTED_MECHANISM ? enabledMechanisms : null;
  } catch {
    return null;
  } finally {
    connection.close();
  }
}

/** Why a broker does not let in who says who they are. */
export async function saslFault(
  error: Error,
  address: Address,
  { sasl, ...options }: RawOptions & { readonly sasl: SaslOptions },
): Promise<KafkaFault> {
  const at = printAddress(address);
  if (error instanceof TokenError) return error.retriable ? away(error.message) : refused(error.message);
  const mechanism = sasl.mechanism.toUpperCase();
  const mechanisms = await offered(address, { ...options, sasl: null });
  if (typeOf(error) === 'ILLEGAL_SASL_STATE' && mechanisms === null) {
    return refused(
      `Kafka at ${at} asks nobody who they are, and KAFKA_SASL_MECHANISM is set: take it away, or set KAFKA_BROKERS to the port with SASL.`,
    );
  }
  if (mechanisms !== null && !mechanisms.includes(mechanism)) {
    return refused(
      `Kafka at ${at} does not offer ${mechanism} but ${mechanisms.join(', ') || 'nothing'}: set KAFKA_SASL_MECHANISM to what it offers.`,
    );
  }
  if (sasl.mechanism !== 'oauthbearer' && error.name === 'KafkaJSSASLAuthenticationError') {
    return refused(
      `Kafka at ${at} refuses the user ${JSON.stringify(sasl.username)} or the password (${sasl.mechanism}): KAFKA_SASL_USERNAME or KAFKA_SASL_PASSWORD is wrong.`,
    );
  }
  return away(`Kafka at ${at} could not be logged in to (${error.message}).`);
}

/** Why a broker ends a connection on which nobody has said who they are. */
export async function wantsSasl(thrown: Error, address: Address, options: RawOptions): Promise<KafkaFault> {
  const at = printAddress(address);
  const mechanisms = await offered(address, options);
  if (mechanisms === null) return away(`Kafka at ${at} ends the connection (${thrown.message}).`);
  return refused(
    `Kafka at ${at} wants to know who connects (it offers ${mechanisms.join(', ')}), and KAFKA_SASL_MECHANISM is not set: set it, and what belongs to it.`,
  );
}

function typeOf(error: Error): string {
  return 'type' in error && typeof error.type === 'string' ? error.type : '';
}
