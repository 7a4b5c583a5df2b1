/** What OAUTHBEARER shows to Kafka. Secret. */
export interface AccessToken {
  readonly value: string;
  /** By this machine's clock, in milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/**
 * A token could not be had, or was refused. The message is a sentence for people, without anything of a secret. kafkajs
 * knows by name and `retriable` whether to try again.
 */
export class TokenError extends Error {
  override readonly name: 'KafkaJSConnectionError' | 'KafkaJSSASLAuthenticationError';
  readonly retriable: boolean;

  /** @param isAway whether to ask again helps, because who gives tokens is away */
  constructor(sentence: string, isAway: boolean, options?: ErrorOptions) {
    super(sentence, options);
    this.name = isAway ? 'KafkaJSConnectionError' : 'KafkaJSSASLAuthenticationError';
    this.retriable = isAway;
  }
}
