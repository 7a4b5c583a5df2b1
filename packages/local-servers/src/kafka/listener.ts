/** A way into the broker beside the plain one, as data for `server.properties`. Tests make them by `kafkaListeners`. */
export interface KafkaListener {
  /** In capital letters; names the listener in the broker's settings. */
  readonly name: string;
  readonly port: number;
  readonly protocol: 'SSL' | 'SASL_SSL' | 'SASL_PLAINTEXT';
  /** Settings of this listener alone, without the prefix `listener.name.<name>.`. */
  readonly settings: Readonly<Record<string, string>>;
  /** A user who is noted in the storage when that is formatted. */
  readonly scramUser?: ScramUser;
  /** URLs from which the broker takes what it checks tokens with. */
  readonly allowedUrls?: readonly string[];
}

interface ScramUser {
  readonly mechanism: 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly name: string;
  readonly password: string;
}

/** `server.properties` of a broker that also has these listeners. */
export function withListeners(
  settings: Readonly<Record<string, string>>,
  listeners: readonly KafkaListener[],
): Record<string, string> {
  const append = (setting: string, of: (listener: KafkaListener) => string) => ({
    [setting]: [settings[setting], ...listeners.map(of)].join(','),
  });
  return {
    ...settings,
    ...append('listeners', address),
    ...append('advertised.listeners', address),
    ...append('listener.security.protocol.map', ({ name, protocol }) => `${name}:${protocol}`),
    ...Object.fromEntries(
      listeners.flatMap(({ name, settings }) =>
        Object.entries(settings).map(([setting, value]) => [
          `listener.name.${name.toLowerCase()}.${setting}`,
          value,
        ]),
      ),
    ),
  };
}

/** Arguments of `kafka-storage format` that note the users of the listeners. */
export function scramArguments(listeners: readonly KafkaListener[]): string[] {
  return listeners
    .flatMap(({ scramUser }) => scramUser ?? [])
    .flatMap(({ mechanism, name, password }) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]);
}

/** Options of `java` without which the broker reads no URL at all. */
export function urlOptions(listeners: readonly KafkaListener[]): string[] {
  const urls = listeners.flatMap(({ allowedUrls = [] }) => allowedUrls);
  return urls.length === 0 ? [] : [`-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${urls.join(',')}`];
}

function address({ name, port }: KafkaListener): string {
  return `${name}://127.0.0.1:${port}`;
}
