import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { ISocketFactory, KafkaConfig as KafkajsConfig } from 'kafkajs';
import { type SaslOptions, toKafkajsSasl } from '../connection/sasl-options.ts';
import { createSocketFactory, type TlsSource } from '../connection/socket-factory.ts';
import type { Address } from './fault.ts';

export interface RawOptions {
  readonly clientId: string;
  readonly tls: TlsSource;
  readonly sasl: SaslOptions | null;
  /** For each step. */
  readonly timeoutMs: number;
}

/** What the socket of a connection has shown so far, which kafkajs keeps to itself. */
interface Seen {
  /** Whether TCP is there, with or without TLS on it. */
  isConnected: boolean;
  error: Error | null;
  /** The first that came, of what is not encrypted. */
  first: Buffer | null;
}

/** One connection to one broker, step by step. Each of them rejects where it fails or takes too long. */
export interface RawConnection {
  readonly seen: Seen;
  connect(): Promise<void>;
  askVersions(): Promise<void>;
  /** @returns the error code of the answer, 0 for none, and the mechanisms that the broker offers */
  handshake(mechanism: string): Promise<{ errorCode: number; enabledMechanisms: readonly string[] }>;
  authenticate(): Promise<void>;
  /** @returns where the brokers of the cluster are to be reached, by their own account */
  askBrokers(): Promise<Address[]>;
  close(): void;
}

interface Request {
  readonly apiKey: number;
  encode(): Promise<unknown>;
}

interface Exchange {
  readonly request: Request;
  readonly response: { decode(bytes: Buffer): Promise<unknown>; parse(data: unknown): Promise<unknown> };
}

interface Definition {
  protocol(of: { version: number }): (fields?: object) => Exchange;
}

interface KafkajsConnection {
  readonly requestQueue: { rejectAll(error: Error): void; destroy(): void };
  connect(): Promise<unknown>;
  send(exchange: Exchange): Promise<unknown>;
  authenticate(): Promise<void>;
  setVersions(versions: object): void;
  setSupportAuthenticationProtocol(isSupported: boolean): void;
}

type Silent = { namespace(): Silent } & Record<'debug' | 'info' | 'warn' | 'error', () => void>;

// None of these is a part of what kafkajs exports.
const require = createRequire(import.meta.url);
const Connection: new (options: object) => KafkajsConnection = require('kafkajs/src/network/connection');
const Encoder: new () => {
  writeArray(items: readonly string[]): { writeBoolean(value: boolean): unknown };
} = require('kafkajs/src/protocol/encoder');
const { requests }: { requests: Readonly<Record<'ApiVersions' | 'SaslHandshake' | 'Metadata', Definition>> } =
  require('kafkajs/src/protocol/requests');

const silence = () => {};
const silent: Silent = {
  namespace: () => silent,
  debug: silence,
  info: silence,
  warn: silence,
  error: silence,
};

/** Nothing connects before it is told to. */
export function rawConnection({ host, port }: Address, options: RawOptions): RawConnection {
  const { tls, sasl, clientId, timeoutMs } = options;
  const seen: Seen = { isConnected: false, error: null, first: null };
  let socket: Socket | undefined;
  const open = createSocketFactory(tls);
  const socketFactory: ISocketFactory = (args) => {
    socket = open(args);
    socket.once('connect', () => {
      seen.isConnected = true;
    });
    socket.once('data', (data: Buffer) => {
      seen.first = data;
    });
    socket.on('error', (error) => {
      seen.error ??= error;
    });
    return socket;
  };
  const kafkajsSasl: KafkajsConfig['sasl'] | null = sasl === null ? null : toKafkajsSasl(sasl);
  const connection = new Connection({
    host,
    port,
    clientId,
    socketFactory,
    sasl: kafkajsSasl,
    logger: silent,
    connectionTimeout: timeoutMs,
    requestTimeout: timeoutMs,
  });
  const send = (exchange: Exchange) => connection.send(exchange);

  return {
    seen,
    async connect() {
      await connection.connect();
    },
    async askVersions() {
      const answer = (await send(requests.ApiVersions.protocol({ version: 0 })())) as {
        apiVersions: readonly { apiKey: number; minVersion: number; maxVersion: number }[];
      };
      const versions = answer.apiVersions.map(({ apiKey, minVersion, maxVersion }) => [
        apiKey,
        { minVersion, maxVersion },
      ]);
      connection.setVersions(Object.fromEntries(versions));
      connection.setSupportAuthenticationProtocol(true);
    },
    async handshake(mechanism) {
      const { request, response } = requests.SaslHandshake.protocol({ version: 1 })({ mechanism });
      // What is offered stands in the refusal, too.
      const answer = await send({ request, response: { ...response, parse: async (data) => data } });
      return answer as { errorCode: number; enabledMechanisms: readonly string[] };
    },
    authenticate: () => connection.authenticate(),
    async askBrokers() {
      const { request, response } = requests.Metadata.protocol({ version: 4 })({ topics: [] });
      // kafkajs takes no topics for all of them.
      const ofNone = { ...request, encode: async () => new Encoder().writeArray([]).writeBoolean(false) };
      const { brokers } = (await send({ request: ofNone, response })) as { brokers: readonly Address[] };
      return brokers.map((broker) => ({ host: broker.host, port: broker.port }));
    },
    close() {
      connection.requestQueue.rejectAll(new Error('closed'));
      connection.requestQueue.destroy();
      socket?.destroy();
    },
  };
}
