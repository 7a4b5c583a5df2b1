import type { KafkaListener } from '../../kafka/listener.ts';
import { choosePort } from '../../process/ports.ts';
import { type Certificates, makeCertificates, type ServerCertificate } from './certificates.ts';
import { makeSasl, type Sasl, type SaslMechanism, USER } from './sasl.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

export interface ListenerOptions {
  /** The broker's certificate; absent means no TLS. */
  readonly tls?: ServerCertificate;
  /** Whether only a client with a certificate of our authority gets in. */
  readonly clientCertificate?: boolean;
  readonly sasl?: SaslMechanism;
  /** How long a connection lasts before its client has to authenticate again; with OAUTHBEARER a token, too. */
  readonly sessionSeconds?: number;
}

/** What a client needs to get in by one listener. */
interface ListenerAccess {
  /** `127.0.0.1:port`. */
  readonly brokers: string;
  /** KAFKA_BROKERS, KAFKA_TLS… and KAFKA_SASL… as services and commands take them. */
  readonly env: Readonly<Record<string, string>>;
  /** What gives the tokens of a listener with OAUTHBEARER. */
  readonly tokens?: TokenEndpoint;
}

export interface KafkaListeners<Name extends string> {
  /** For `startKafka`. */
  readonly listeners: readonly KafkaListener[];
  readonly access: Readonly<Record<Name, ListenerAccess>>;
  readonly certificates: Certificates;
  /** Stops the token endpoints. */
  close(): Promise<void>;
}

/**
 * Listeners with TLS and SASL for a Kafka that a test starts, with certificates, passwords and tokens of their own. The same
 * ones serve every start on the same data.
 *
 * @param folder where the certificates go; made when it does not exist
 */
export async function kafkaListeners<Name extends string>(
  folder: string,
  options: Readonly<Record<Name, ListenerOptions>>,
): Promise<KafkaListeners<Name>> {
  const certificates = await makeCertificates(folder, USER);
  const made = await Promise.all(
    Object.entries<ListenerOptions>(options).map(async ([name, listener]) => ({
      name,
      ...(await makeListener(name, listener, certificates, folder)),
    })),
  );
  return {
    listeners: made.map(({ listener }) => listener),
    access: Object.fromEntries(made.map(({ name, access }) => [name, access])) as Record<
      Name,
      ListenerAccess
    >,
    certificates,
    async close() {
      await Promise.all(made.map(({ access }) => access.tokens?.close()));
    },
  };
}

async function makeListener(
  name: string,
  { tls, clientCertificate = false, sasl: mechanism, sessionSeconds }: ListenerOptions,
  certificates: Certificates,
  folder: string,
): Promise<{ listener: KafkaListener; access: ListenerAccess }> {
  const port = await choosePort();
  const brokers = `127.0.0.1:${port}`;
  const { authority, client, servers } = certificates;
  const sasl: Sasl | undefined = mechanism && (await makeSasl(mechanism, folder, sessionSeconds));
  const { settings = {}, env = {}, endpoint, ...more } = sasl ?? {};
  return {
    listener: {
      name: name.toUpperCase(),
      port,
      protocol: sasl === undefined ? 'SSL' : tls === undefined ? 'SASL_PLAINTEXT' : 'SASL_SSL',
      settings: {
        ...settings,
        ...(tls && tlsSettings(servers[tls].storeFile, authority.caFile, clientCertificate)),
      },
      ...more,
    },
    access: {
      brokers,
      env: {
        KAFKA_BROKERS: brokers,
        ...(tls && { KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: authority.caFile }),
        ...(clientCertificate && {
          KAFKA_TLS_CERT_FILE: client.certFile,
          KAFKA_TLS_KEY_FILE: client.keyFile,
        }),
        ...env,
      },
      ...(endpoint && { tokens: endpoint }),
    },
  };
}

function tlsSettings(keyStore: string, trustStore: string, clientCertificate: boolean) {
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keyStore,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': trustStore,
    'ssl.client.auth': clientCertificate ? 'required' : 'none',
  };
}
