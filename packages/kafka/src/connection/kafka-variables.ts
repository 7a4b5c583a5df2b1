import { z } from 'zod';

/** As KAFKA_SASL_MECHANISM takes them, in any case of letters. */
export const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer', 'aws-msk-iam'] as const;

const BROKERS = /^\s*[^\s:,/]+:\d{1,5}\s*(,\s*[^\s:,/]+:\d{1,5}\s*)*$/;

// `z.stringbool` would keep the rules over several variables from being checked where it refuses a text.
const trueOrFalse = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.enum(['true', 'false']))
  .transform((text) => text === 'true')
  .pipe(z.boolean());

const file = (description: string) => z.string().min(1).optional().meta({ description });
const text = (description: string) => z.string().min(1).optional().meta({ description });
const secret = (description: string) => z.string().min(1).optional().meta({ description, secret: true });

/**
 * How to reach Kafka: what everything that does has in its environment. `checkKafkaVariables` has the rules over several of
 * them, `kafkaConnection` makes what a client needs.
 */
export const KAFKA_VARIABLES = {
  KAFKA_BROKERS: z
    .string()
    .regex(BROKERS, 'it is not host:port, or several of them separated by commas, without a protocol')
    .meta({ description: 'Kafka, as host:port,host:port.' }),
  KAFKA_CLIENT_ID: text(
    "Name that Kafka's logs, metrics and quotas know this process by; each service and command has one of its own by default.",
  ),
  KAFKA_TLS: trueOrFalse.default(false).meta({
    description:
      'Whether connections to Kafka are encrypted, and its certificates verified with their host names.',
  }),
  KAFKA_TLS_CA_FILE: file(
    "PEM file with the authorities that may have signed Kafka's certificates; without it, those that Node.js trusts.",
  ),
  KAFKA_TLS_CERT_FILE: file(
    'PEM file with the certificate, and those between it and its authority, that this client shows to Kafka.',
  ),
  KAFKA_TLS_KEY_FILE: file('PEM file with the key of KAFKA_TLS_CERT_FILE.'),
  KAFKA_TLS_KEY_PASSPHRASE: secret('What KAFKA_TLS_KEY_FILE is encrypted with, where it is.'),
  KAFKA_SASL_MECHANISM: z
    .string()
    .transform((mechanism) => mechanism.toLowerCase())
    .pipe(z.enum(MECHANISMS))
    .optional()
    .meta({
      description: `How this client authenticates to Kafka: ${MECHANISMS.join(', ')}; without it, not at all or by its certificate.`,
    }),
  KAFKA_SASL_USERNAME: text('User name for the mechanisms plain, scram-sha-256 and scram-sha-512.'),
  KAFKA_SASL_PASSWORD: secret('Password of KAFKA_SASL_USERNAME.'),
  KAFKA_SASL_PASSWORD_FILE: file(
    'File with the password of KAFKA_SASL_USERNAME, instead of KAFKA_SASL_PASSWORD; read again for each connection.',
  ),
  KAFKA_SASL_OAUTH_TOKEN_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        'Endpoint that gives tokens for the mechanism oauthbearer, by client credentials of OAuth 2. Its certificate is verified by the authorities that Node.js trusts and those of NODE_EXTRA_CA_CERTS.',
    }),
  KAFKA_SASL_OAUTH_CLIENT_ID: text('Name of this client at KAFKA_SASL_OAUTH_TOKEN_URL.'),
  KAFKA_SASL_OAUTH_CLIENT_SECRET: secret('Secret of KAFKA_SASL_OAUTH_CLIENT_ID.'),
  KAFKA_SASL_OAUTH_CLIENT_SECRET_FILE: file(
    'File with the secret of KAFKA_SASL_OAUTH_CLIENT_ID, instead of KAFKA_SASL_OAUTH_CLIENT_SECRET; read again for each token.',
  ),
  KAFKA_SASL_OAUTH_SCOPE: text('Scope of the tokens, where the endpoint wants one.'),
  KAFKA_SASL_AWS_REGION: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'it is no region of AWS')
    .optional()
    .meta({
      description:
        'Region of the cluster, as eu-central-1, for the mechanism aws-msk-iam; credentials are found as by the tools of AWS.',
    }),
};

/** The same for what can do without a Kafka, or brings its own. */
export const OPTIONAL_KAFKA_VARIABLES = {
  ...KAFKA_VARIABLES,
  KAFKA_BROKERS: KAFKA_VARIABLES.KAFKA_BROKERS.optional().meta({
    description: 'Kafka, as host:port,host:port; without it, the one that is started here.',
  }),
};

/** The variables, as read from an environment. */
export type KafkaConfig = z.output<z.ZodObject<typeof KAFKA_VARIABLES>>;
