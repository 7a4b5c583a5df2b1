import { expect, test } from 'vitest';
import { mistypedNames } from './mistyped-names.ts';

const NAMES = ['DATABASE_URL', 'DATABASE_URL_FILE', 'ROLES', 'PORT', 'KAFKA_BROKERS', 'LOG_LEVEL'];

test.each([
  ['DATABSE_URL', 'DATABASE_URL'],
  ['DATABASE_URL_FIEL', 'DATABASE_URL_FILE'],
  ['TASKFOLD_LOG_LEVEL', 'LOG_LEVEL'],
  ['TASKFOLD_KAFKA_BROKER', 'KAFKA_BROKERS'],
  ['ROLE', 'ROLES'],
])('%s is said to be %s', (name, meant) => {
  expect(mistypedNames(NAMES, { [name]: 'x' })).toEqual([
    `${name} is set, and nothing reads it. The setting is called ${meant}.`,
  ]);
});

test.each([
  ...NAMES,
  ...[
    'HOME',
    'PATH',
    'HOSTNAME',
    'POST',
    'TASKFOLD_API_SERVICE_HOST',
    'TASKFOLD_PORT_8080_TCP_PORT',
    'HOLES_IN',
  ],
])('nothing is said of %s', (name) => {
  expect(mistypedNames(NAMES, { [name]: 'x' })).toEqual([]);
});

test('what is empty is not set', () => {
  expect(mistypedNames(NAMES, { DATABSE_URL: '' })).toEqual([]);
});
