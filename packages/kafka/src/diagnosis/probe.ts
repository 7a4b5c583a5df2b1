import { messageOf } from '@taskfold/runtime';
import type { SaslOptions } from '../connection/sasl-options.ts';
import { type Address, away, type KafkaFault, printAddress, refused } from './fault.ts';
import { isTlsAlert, speaksPlain, speaksTls } from './other-protocol.ts';
import { type RawConnection, type RawOptions, rawConnection } from './raw-connection.ts';
import { saslFault, wantsSasl } from './sasl-fault.ts';
import { type GivenTlsFiles, tcpFault, tlsFault } from './tls-fault.ts';

export interface ProbeOptions extends RawOptions, GivenTlsFiles {
  readonly sasl: SaslOptions | null;
}

/** What came of one broker: a fault, or the addresses that it names for the cluster. */
export type Probed = { readonly fault: KafkaFault } | { readonly brokers: readonly Address[] };

/** A step that has failed, and with it the whole. */
class Failed extends Error {
  readonly fault: KafkaFault;

  constructor(fault: KafkaFault, cause: unknown) {
    super(fault.sentence, { cause });
    this.fault = fault;
  }
}

/**
 * Goes the whole way to a broker: name, TCP, TLS, the protocol, SASL, and what the cluster says of itself. Never rejects.
 *
 * @param named what has brought the address up, as it stands in sentences
 */
export async function probe(address: Address, named: string, options: ProbeOptions): Promise<Probed> {
  const connection = rawConnection(address, options);
  const at = printAddress(address);
  try {
    await step(connection.connect(), (error) => connectFault(error, { address, named, connection, options }));
    await step(connection.askVersions(), (error) => protocolFault(error, { address, connection, options }));
    const { sasl } = options;
    if (sasl !== null) {
      await step(connection.authenticate(), (error) => saslFault(error, address, { ...options, sasl }));
    }
    const brokers = await step(connection.askBrokers(), (error) =>
      sasl === null
        ? wantsSasl(error, address, options)
        : away(`Kafka at ${at} ends the connection (${messageOf(error)}).`),
    );
    return { brokers };
  } catch (error) {
    if (error instanceof Failed) return { fault: error.fault };
    return { fault: away(`Kafka at ${at} cannot be used (${messageOf(error)}).`) };
  } finally {
    connection.close();
  }
}

async function step<Result>(
  work: Promise<Result>,
  fault: (error: Error) => KafkaFault | Promise<KafkaFault>,
): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw new Failed(await fault(error instanceof Error ? error : new Error(String(error))), error);
  }
}

interface Failure {
  readonly address: Address;
  readonly connection: RawConnection;
  readonly options: ProbeOptions;
}

async function connectFault(
  thrown: Error,
  { address, named, connection, options }: Failure & { readonly named: string },
): Promise<KafkaFault> {
  const at = printAddress(address);
  const { seen } = connection;
  if (seen.error === null && thrown.message.startsWith('Failed to connect')) {
    return refused(
      `The files for TLS cannot be used (${thrown.message}): look at KAFKA_TLS_CA_FILE, KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE.`,
    );
  }
  if (!seen.isConnected) return tcpFault(seen.error ?? thrown, at, named);
  const fault = tlsFault(seen.error ?? thrown, at, options);
  if (fault !== null) return fault;
  if (await speaksPlain(address, options)) {
    return refused(
      `Kafka at ${at} speaks no TLS, and KAFKA_TLS is true: set it to false, or KAFKA_BROKERS to the port with TLS.`,
    );
  }
  return away(
    `Kafka at ${at} ends the connection before TLS is set up (${messageOf(seen.error ?? thrown)}).`,
  );
}

async function protocolFault(thrown: Error, { address, connection, options }: Failure): Promise<KafkaFault> {
  const at = printAddress(address);
  const { seen } = connection;
  if (options.tls !== false) {
    // With TLS 1.3 a server looks at the client's certificate after the client takes the connection for set up.
    const fault = tlsFault(seen.error ?? thrown, at, options);
    if (fault !== null) return fault;
    if (seen.first === null) {
      return away(
        `Kafka at ${at} says nothing once TLS is set up (${messageOf(thrown)}): it starts or stops, or wants a certificate of the client in KAFKA_TLS_CERT_FILE.`,
      );
    }
  } else if (isTlsAlert(seen.first) || (await speaksTls(address))) {
    return refused(`Kafka at ${at} speaks TLS, and KAFKA_TLS is not set: set it to true.`);
  }
  return away(
    `What listens at ${at} does not answer as Kafka does (${messageOf(thrown)}): look at the port in KAFKA_BROKERS.`,
  );
}
