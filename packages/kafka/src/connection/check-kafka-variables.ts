import { z } from 'zod';
import { type KafkaConfig, MECHANISMS } from './kafka-variables.ts';
import { problemsWithTlsFiles, readText } from './tls-files.ts';

/** What could not be read of the variables is missing, or is still what stood in the environment. */
type Found = { readonly [Name in keyof KafkaConfig]?: unknown };

const TLS_FILES = ['KAFKA_TLS_CA_FILE', 'KAFKA_TLS_CERT_FILE', 'KAFKA_TLS_KEY_FILE'] as const;
const OF_PASSWORDS = ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD', 'KAFKA_SASL_PASSWORD_FILE'] as const;

/**
 * A check for a schema with `KAFKA_VARIABLES`: the rules over several of them and over the files that they name. It runs
 * beside the rules of each, so that all problems are told at once.
 */
export const checkKafkaVariables = z.check<Found>(({ value, issues }) => {
  for (const message of problemsOf(value)) {
    issues.push({ code: 'custom', message, path: [], input: value });
  }
});
checkKafkaVariables._zod.def.when = () => true;

function* problemsOf(found: Found): Generator<string> {
  yield* problemsWithTls(found);
  yield* problemsWithSasl(found);
}

function* problemsWithTls(found: Found): Generator<string> {
  const has = (name: keyof KafkaConfig) => found[name] !== undefined;
  if (found.KAFKA_TLS === false) {
    for (const name of TLS_FILES) {
      if (has(name)) yield `${name} is set and KAFKA_TLS is not: set KAFKA_TLS to true, or take it away.`;
    }
  }
  if (has('KAFKA_TLS_CERT_FILE') !== has('KAFKA_TLS_KEY_FILE')) {
    const [there, missing] = has('KAFKA_TLS_CERT_FILE')
      ? ['KAFKA_TLS_CERT_FILE', 'KAFKA_TLS_KEY_FILE']
      : ['KAFKA_TLS_KEY_FILE', 'KAFKA_TLS_CERT_FILE'];
    yield `${there} is set and ${missing} is not: a certificate and its key are shown together.`;
  }
  const texts = Object.fromEntries(Object.entries(found).filter(([, value]) => typeof value === 'string'));
  yield* problemsWithTlsFiles(texts);
}

function* problemsWithSasl(found: Found): Generator<string> {
  const has = (name: keyof KafkaConfig) => found[name] !== undefined;
  const mechanism = found.KAFKA_SASL_MECHANISM;
  if (mechanism === undefined) {
    for (const name of OF_PASSWORDS) {
      if (has(name)) {
        yield `${name} is set and KAFKA_SASL_MECHANISM is not: set it to what Kafka offers, often scram-sha-512.`;
      }
    }
    return;
  }
  if (!isMechanism(mechanism)) return;
  if (!has('KAFKA_SASL_USERNAME')) {
    yield `KAFKA_SASL_USERNAME is not set, and KAFKA_SASL_MECHANISM is ${mechanism}: set it to the name of a user of Kafka.`;
  }
  if (!has('KAFKA_SASL_PASSWORD') && !has('KAFKA_SASL_PASSWORD_FILE')) {
    yield `KAFKA_SASL_PASSWORD is not set, and KAFKA_SASL_MECHANISM is ${mechanism}: set it, or KAFKA_SASL_PASSWORD_FILE to a file with it.`;
  }
  yield* problemsWithSecret(found, 'KAFKA_SASL_PASSWORD', 'KAFKA_SASL_PASSWORD_FILE');
}

/** What is none is told of by the rule of the variable itself. */
function isMechanism(text: unknown): text is (typeof MECHANISMS)[number] {
  return (MECHANISMS as readonly unknown[]).includes(text);
}

function* problemsWithSecret(
  found: Found,
  name: keyof KafkaConfig,
  fileName: keyof KafkaConfig,
): Generator<string> {
  const path = found[fileName];
  if (typeof path !== 'string') return;
  if (found[name] !== undefined) yield `${name} and ${fileName} are both set: take one of them away.`;
  const text = readText(fileName, path);
  if (text instanceof Error) yield text.message;
  else if (text.trim() === '') yield `${fileName} names a file that is empty: ${path}.`;
}
