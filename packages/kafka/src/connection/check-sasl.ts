import { readText } from '@taskfold/runtime';
import { type KafkaConfig, MECHANISMS } from './kafka-variables.ts';

/** What could not be read of the variables is missing, or is still what stood in the environment. */
export type Found = { readonly [Name in keyof KafkaConfig]?: unknown };

type Name = keyof KafkaConfig;
type Mechanism = (typeof MECHANISMS)[number];

/** What a mechanism cannot do without. A secret may stand in a file instead. */
interface Needs {
  readonly names: Readonly<Partial<Record<Name, string>>>;
  readonly secret: readonly [value: Name, file: Name] | null;
  /** What else belongs to it. */
  readonly optional: readonly Name[];
}

const OF_PASSWORDS: Needs = {
  names: { KAFKA_SASL_USERNAME: 'to the name of a user of Kafka' },
  secret: ['KAFKA_SASL_PASSWORD', 'KAFKA_SASL_PASSWORD_FILE'],
  optional: [],
};

const NEEDS: Readonly<Record<Mechanism, Needs>> = {
  plain: OF_PASSWORDS,
  'scram-sha-256': OF_PASSWORDS,
  'scram-sha-512': OF_PASSWORDS,
  oauthbearer: {
    names: {
      KAFKA_SASL_OAUTH_TOKEN_URL: 'to the address that gives tokens',
      KAFKA_SASL_OAUTH_CLIENT_ID: 'to the name of this client there',
    },
    secret: ['KAFKA_SASL_OAUTH_CLIENT_SECRET', 'KAFKA_SASL_OAUTH_CLIENT_SECRET_FILE'],
    optional: ['KAFKA_SASL_OAUTH_SCOPE'],
  },
  'aws-msk-iam': {
    names: { KAFKA_SASL_AWS_REGION: 'to the region of the cluster' },
    secret: null,
    optional: [],
  },
};

/** What is wrong with the variables of SASL, a sentence for each. */
export function* problemsWithSasl(found: Found): Generator<string> {
  const mechanism = found.KAFKA_SASL_MECHANISM;
  const has = (name: Name) => found[name] !== undefined;
  if (mechanism !== undefined && !isMechanism(mechanism)) return;
  const needs = mechanism === undefined ? null : NEEDS[mechanism];
  const taken = needs === null ? [] : variablesOf(needs);
  for (const name of new Set(MECHANISMS.flatMap((each) => variablesOf(NEEDS[each])))) {
    if (!has(name) || taken.includes(name)) continue;
    yield mechanism === undefined
      ? `${name} is set and KAFKA_SASL_MECHANISM is not: set it to what Kafka offers, one of ${MECHANISMS.join(', ')}.`
      : `${name} is set, and KAFKA_SASL_MECHANISM ${mechanism} has no use for it: take it away, or set the mechanism that it is for.`;
  }
  if (needs === null) return;
  for (const [name, advice] of Object.entries(needs.names)) {
    if (!has(name as Name))
      yield `${name} is not set, and KAFKA_SASL_MECHANISM is ${mechanism}: set it ${advice}.`;
  }
  if (needs.secret !== null) yield* problemsWithSecret(found, ...needs.secret);
}

function variablesOf({ names, secret, optional }: Needs): Name[] {
  return [...(Object.keys(names) as Name[]), ...(secret ?? []), ...optional];
}

function* problemsWithSecret(found: Found, name: Name, fileName: Name): Generator<string> {
  const path = found[fileName];
  if (typeof path !== 'string') {
    if (found[name] === undefined) {
      yield `${name} is not set, and KAFKA_SASL_MECHANISM is ${found.KAFKA_SASL_MECHANISM}: set it, or ${fileName} to a file with it.`;
    }
    return;
  }
  if (found[name] !== undefined) yield `${name} and ${fileName} are both set: take one of them away.`;
  const text = readText(fileName, path);
  if (text instanceof Error) yield text.message;
  else if (text.trim() === '') yield `${fileName} names a file that is empty: ${path}.`;
}

/** What is none is told of by the rule of the variable itself. */
function isMechanism(text: unknown): text is Mechanism {
  return (MECHANISMS as readonly unknown[]).includes(text);
}
