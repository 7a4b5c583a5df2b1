import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig } from '@taskfold/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkKafkaVariables } from './check-kafka-variables.ts';
import { kafkaConnection } from './kafka-connection.ts';
import { KAFKA_VARIABLES } from './kafka-variables.ts';

const schema = z.object(KAFKA_VARIABLES).check(checkKafkaVariables);
const KAFKA_BROKERS = 'kafka-1.example:9093, kafka-2.example:9093';
const USER = { KAFKA_SASL_USERNAME: 'somebody', KAFKA_SASL_PASSWORD: 'S3cret-word' };

let folder: string;
const path = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskfold-kafka-variables-'));
  await writeFile(path('password'), 'from-a-file\n');
  await writeFile(path('nothing'), '');
  await writeFile(path('words'), 'no certificate');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(schema, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('without anything but brokers: no TLS, nobody, and the name that the caller has', () => {
  const connection = kafkaConnection(loadConfig(schema, { KAFKA_BROKERS }), 'taskfold-test');
  expect(connection).toEqual({
    brokers: ['kafka-1.example:9093', 'kafka-2.example:9093'],
    clientId: 'taskfold-test',
  });
});

test('a mechanism in capital letters, and the password as the file has it at each time', async () => {
  const env = {
    KAFKA_BROKERS,
    KAFKA_CLIENT_ID: 'mine',
    KAFKA_TLS: 'true',
    KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
    KAFKA_SASL_USERNAME: 'somebody',
    KAFKA_SASL_PASSWORD_FILE: path('rotated'),
  };
  await writeFile(path('rotated'), 'first\r\n');
  const { clientId, ssl, sasl } = kafkaConnection(loadConfig(schema, env), 'taskfold-test');
  expect({ clientId, ssl: typeof ssl === 'function' && ssl() }).toEqual({ clientId: 'mine', ssl: {} });
  expect(sasl).toMatchObject({ mechanism: 'scram-sha-512', username: 'somebody' });
  const password = () =>
    sasl !== undefined && 'password' in sasl && typeof sasl.password === 'function' && sasl.password();
  expect(password()).toBe('first');
  await writeFile(path('rotated'), ' second ');
  expect(password()).toBe(' second ');
});

describe('what is wrong is said in a sentence', () => {
  test.each([
    ['kafka', /KAFKA_BROKERS is "kafka", .* not host:port/],
    ['SASL_SSL://kafka:9093', /KAFKA_BROKERS .* without a protocol/],
    ['kafka:9093,', /KAFKA_BROKERS/],
  ])('brokers %s', (brokers, sentence) => {
    expect(problemsOf({ KAFKA_BROKERS: brokers })).toEqual([expect.stringMatching(sentence)]);
  });

  test.each<[Record<string, string>, RegExp[]]>([
    [{ KAFKA_TLS: 'perhaps' }, [/^KAFKA_TLS is "perhaps"/]],
    [
      { KAFKA_TLS_CA_FILE: 'words' },
      [/^KAFKA_TLS_CA_FILE is set and KAFKA_TLS is not/, /no certificate in PEM/],
    ],
    [
      { KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: 'gone' },
      [/^KAFKA_TLS_CA_FILE names a file that is not there: .*gone/],
    ],
    [
      { KAFKA_TLS: 'true', KAFKA_TLS_CERT_FILE: 'words' },
      [/^KAFKA_TLS_CERT_FILE is set and KAFKA_TLS_KEY_FILE is not/, /^KAFKA_TLS_CERT_FILE .* no certificate/],
    ],
    [
      { KAFKA_TLS: 'true', KAFKA_TLS_KEY_FILE: 'words' },
      [/^KAFKA_TLS_KEY_FILE is set and KAFKA_TLS_CERT_FILE is not/, /^KAFKA_TLS_KEY_FILE .* no private key/],
    ],
    [{ KAFKA_SASL_MECHANISM: 'gssapi' }, [/^KAFKA_SASL_MECHANISM is "gssapi"/]],
    [
      { KAFKA_SASL_MECHANISM: 'plain' },
      [
        /^KAFKA_SASL_USERNAME is not set, and KAFKA_SASL_MECHANISM is plain/,
        /^KAFKA_SASL_PASSWORD is not set/,
      ],
    ],
    [USER, [/^KAFKA_SASL_USERNAME is set and KAFKA_SASL_MECHANISM is not/, /^KAFKA_SASL_PASSWORD is set/]],
    [
      { ...USER, KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_PASSWORD_FILE: 'password' },
      [/^KAFKA_SASL_PASSWORD and KAFKA_SASL_PASSWORD_FILE are both set/],
    ],
    [
      { KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_PASSWORD_FILE: 'nothing' },
      [/^KAFKA_SASL_PASSWORD_FILE names a file that is empty/],
    ],
  ])('%j', (env, sentences) => {
    const files = Object.entries(env).map(([name, value]) => [
      name,
      name.endsWith('_FILE') ? path(value) : value,
    ]);
    const problems = problemsOf({ KAFKA_BROKERS, ...Object.fromEntries(files) });
    expect(problems).toEqual(sentences.map((sentence) => expect.stringMatching(sentence)));
    expect(problems.join()).not.toContain(USER.KAFKA_SASL_PASSWORD);
  });

  test('with those of single variables, all at once', () => {
    const problems = problemsOf({
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_TLS: 'perhaps',
      KAFKA_TLS_CERT_FILE: path('gone'),
    });
    expect(problems).toHaveLength(6);
  });
});
