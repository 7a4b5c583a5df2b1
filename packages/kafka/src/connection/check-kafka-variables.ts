import { z } from 'zod';
import { type Found, problemsWithSasl } from './check-sasl.ts';
import type { KafkaConfig } from './kafka-variables.ts';
import { problemsWithTlsFiles } from './tls-files.ts';

const TLS_FILES = ['KAFKA_TLS_CA_FILE', 'KAFKA_TLS_CERT_FILE', 'KAFKA_TLS_KEY_FILE'] as const;

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
