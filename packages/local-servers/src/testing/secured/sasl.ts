import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { KafkaListener } from '../../kafka/listener.ts';
import { startTokenEndpoint, type TokenEndpoint } from './token-endpoint.ts';

export type SaslMechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512' | 'oauthbearer';

/** The two sides of a way to authenticate. */
export interface Sasl extends Pick<KafkaListener, 'scramUser' | 'allowedUrls'> {
  readonly settings: Readonly<Record<string, string>>;
  /** KAFKA_SASL… of a client. */
  readonly env: Readonly<Record<string, string>>;
  readonly endpoint?: TokenEndpoint;
}

/** The user of PLAIN and SCRAM, and the subject of certificates of clients. */
export const USER = 'taskfold';

const PACKAGE = 'org.apache.kafka.common.security';

/**
 * A mechanism with a user and a password made at random, or with a token endpoint that has been started.
 *
 * @param folder for what the broker checks tokens with
 * @param sessionSeconds how long a connection lasts before its client has to authenticate again, and a token
 */
export async function makeSasl(
  mechanism: SaslMechanism,
  folder: string,
  sessionSeconds: number | undefined,
): Promise<Sasl> {
  const common = (module: string) => ({
    'sasl.enabled.mechanisms': mechanism.toUpperCase(),
    [`${mechanism}.sasl.jaas.config`]: `${PACKAGE}.${module};`,
    ...(sessionSeconds === undefined
      ? {}
      : { [`${mechanism}.connections.max.reauth.ms`]: String(sessionSeconds * 1000) }),
  });
  if (mechanism === 'oauthbearer') return await bearer(folder, sessionSeconds ?? 3600, common);

  const password = randomBytes(16).toString('base64url');
  const env = {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: USER,
    KAFKA_SASL_PASSWORD: password,
  };
  if (mechanism === 'plain') {
    return { settings: common(`plain.PlainLoginModule required user_${USER}="${password}"`), env };
  }
  const name = mechanism === 'scram-sha-256' ? 'SCRAM-SHA-256' : 'SCRAM-SHA-512';
  return {
    settings: common('scram.ScramLoginModule required'),
    env,
    scramUser: { mechanism: name, name: USER, password },
  };
}

async function bearer(
  folder: string,
  tokenSeconds: number,
  common: (module: string) => Record<string, string>,
): Promise<Sasl> {
  const endpoint = await startTokenEndpoint(folder, tokenSeconds);
  const keys = pathToFileURL(endpoint.jwksFile).href;
  return {
    settings: {
      ...common('oauthbearer.OAuthBearerLoginModule required'),
      'oauthbearer.sasl.server.callback.handler.class': `${PACKAGE}.oauthbearer.OAuthBearerValidatorCallbackHandler`,
      // The default one checks no signature.
      'sasl.oauthbearer.jwt.validator.class': `${PACKAGE}.oauthbearer.BrokerJwtValidator`,
      'sasl.oauthbearer.jwks.endpoint.url': keys,
      'sasl.oauthbearer.expected.audience': endpoint.audience,
      'sasl.oauthbearer.clock.skew.seconds': '0',
    },
    env: {
      KAFKA_SASL_MECHANISM: 'oauthbearer',
      KAFKA_SASL_OAUTH_TOKEN_URL: endpoint.url,
      KAFKA_SASL_OAUTH_CLIENT_ID: endpoint.clientId,
      KAFKA_SASL_OAUTH_CLIENT_SECRET: endpoint.clientSecret,
    },
    allowedUrls: [keys],
    endpoint,
  };
}
