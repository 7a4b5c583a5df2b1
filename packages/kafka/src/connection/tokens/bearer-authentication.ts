import type { Mechanism } from 'kafkajs';
import { TokenError } from './access-token.ts';

interface TokenSource {
  readonly token: () => Promise<string>;
  readonly advice: string;
}

const SEPARATOR = '\u0001';

/**
 * OAUTHBEARER (RFC 7628) for kafkajs, whose own takes the answer to a refused token for success, so that the broker ends the
 * connection at the next request without a word.
 */
export function bearerAuthentication({ token, advice }: TokenSource): Mechanism['authenticationProvider'] {
  return ({ host, port, saslAuthenticate }) => ({
    async authenticate() {
      const shown = framed(`n,,${SEPARATOR}auth=Bearer ${await token()}${SEPARATOR}${SEPARATOR}`);
      const reason = await saslAuthenticate({ request: shown, response }).catch(messageOf);
      if (typeof reason !== 'string' || reason === '') return;
      // The broker says more after it is told that the refusal was understood.
      const more = await saslAuthenticate({ request: framed(SEPARATOR), response }).catch(messageOf);
      throw new TokenError(
        `Kafka at ${host}:${port} refuses the token (${(more || reason).slice(0, 200)}): ${advice}.`,
        false,
      );
    },
  });
}

/** Lost connections are no refusals. */
function messageOf(error: unknown): string {
  if (error instanceof Error && error.name === 'KafkaJSProtocolError') return error.message;
  throw error;
}

/** kafkajs wants what is sent, and gives what came, with its length before it. */
function framed(text: string) {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return { encode: () => Buffer.concat([length, bytes]) };
}

const response = {
  decode: (bytes: Buffer) => bytes,
  parse: (bytes: Buffer) => bytes.subarray(4).toString(),
};
