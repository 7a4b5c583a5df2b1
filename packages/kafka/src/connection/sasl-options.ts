import type { KafkaConfig as KafkajsConfig } from 'kafkajs';
import { bearerAuthentication } from './tokens/bearer-authentication.ts';

/** How a client authenticates. */
export type SaslOptions = PasswordSasl | TokenSasl;

type PasswordSasl = PasswordOf<'plain'> | PasswordOf<'scram-sha-256'> | PasswordOf<'scram-sha-512'>;

interface PasswordOf<Mechanism extends string> {
  readonly mechanism: Mechanism;
  readonly username: string;
  /** Asked for at each authentication where it is a function. */
  readonly password: string | (() => string);
}

interface TokenSasl {
  readonly mechanism: 'oauthbearer';
  /** Asked for at each authentication. */
  readonly token: () => Promise<string>;
  /** What to look at where Kafka refuses a token, as the end of a sentence. */
  readonly advice: string;
}

/** The same for kafkajs, which keeps the object and looks the password up in it each time. */
export function toKafkajsSasl(sasl: SaslOptions): NonNullable<KafkajsConfig['sasl']> {
  if (sasl.mechanism === 'oauthbearer') {
    return { mechanism: 'OAUTHBEARER', authenticationProvider: bearerAuthentication(sasl) };
  }
  const { password } = sasl;
  return Object.defineProperty({ ...sasl, password: '' }, 'password', {
    get: () => (typeof password === 'string' ? password : password()),
  });
}
