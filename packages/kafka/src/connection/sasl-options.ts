import type { SASLOptions } from 'kafkajs';

/** How a client authenticates. */
export interface SaslOptions {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  /** Asked for at each authentication where it is a function. */
  readonly password: string | (() => string);
}

/** The same for kafkajs, which keeps the object and looks the password up in it each time. */
export function toKafkajsSasl({ mechanism, username, password }: SaslOptions): SASLOptions {
  return {
    mechanism,
    username,
    get password() {
      return typeof password === 'string' ? password : password();
    },
  };
}
