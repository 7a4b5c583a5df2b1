import { createRequire } from 'node:module';
import { type FailureKind, failureKind } from '@taskfold/runtime';
import * as kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { isRefusal } from './consumer-errors.ts';

const require = createRequire(import.meta.url);
const errors = require('kafkajs/src/errors.js') as Readonly<
  Record<string, new (...said: unknown[]) => Error>
>;
/** What a broker may answer, as kafkajs has it. */
const { errorCodes } = require('kafkajs/src/protocol/error.js') as {
  readonly errorCodes: readonly {
    readonly type: string;
    readonly code: number;
    readonly retriable: boolean;
  }[];
};

/** What stands apart: every other answer is worth another try where kafkajs says so, else it is `wrong`. */
const APART: Readonly<Record<string, FailureKind>> = {
  BROKER_NOT_AVAILABLE: 'away',
  ILLEGAL_SASL_STATE: 'refused',
  SASL_AUTHENTICATION_FAILED: 'refused',
  UNSUPPORTED_SASL_MECHANISM: 'refused',
  FENCED_INSTANCE_ID: 'conflict',
  ILLEGAL_GENERATION: 'conflict',
  REBALANCE_IN_PROGRESS: 'conflict',
  UNKNOWN_MEMBER_ID: 'conflict',
  INVALID_RECORD: 'record',
  MESSAGE_TOO_LARGE: 'record',
  POLICY_VIOLATION: 'record',
  RECORD_LIST_TOO_LARGE: 'record',
};

describe('an answer of a broker', () => {
  const answers = errorCodes.map(({ type, code, retriable }) => ({
    type,
    error: new kafkajs.KafkaJSProtocolError(
      Object.assign(new Error(type), { name: 'KafkaJSProtocolError', type, code, retriable }),
    ),
    kind: APART[type] ?? (retriable ? 'away' : 'wrong'),
  }));

  it('is one of a hundred or so', () => expect(answers.length).toBeGreaterThan(80));

  it.each(answers)('$type is $kind', ({ error, kind }) => {
    expect(failureKind(error)).toBe(kind);
  });

  it('ends the consumer where it is refused for good, and not where the login alone is, or others have joined', () => {
    for (const { error, kind } of answers) expect(isRefusal(error)).toBe(kind === 'wrong');
  });
});

describe('what kafkajs throws itself', () => {
  const kinds: Partial<Record<FailureKind, string[]>> = {};
  for (const [name, Kind] of Object.entries(errors)) {
    if (!name.startsWith('KafkaJS') || name === 'KafkaJSDeleteTopicRecordsError') continue;
    const error = Reflect.construct(Kind, ['said', {}]);
    const kind = failureKind(error);
    kinds[kind] = [...(kinds[kind] ?? []), error.name];
  }

  it('waits for the right password alone', () =>
    expect(kinds.refused).toEqual(['KafkaJSSASLAuthenticationError']));

  it('does not pass where kafkajs itself would not try again', () => {
    expect(new Set(kinds.unknown)).toEqual(
      new Set([
        'Error',
        'KafkaJSAggregateError',
        'KafkaJSInvariantViolation',
        'KafkaJSNonRetriableError',
        'KafkaJSNotImplemented',
        'KafkaJSPartialMessageError',
        'KafkaJSServerDoesNotSupportApiKey',
        'KafkaJSUnsupportedMagicByteInMessageSet',
      ]),
    );
  });

  it('passes where it has only given up', () => {
    expect(kinds.away).toEqual(
      expect.arrayContaining([
        'KafkaJSBrokerNotFound',
        'KafkaJSConnectionClosedError',
        'KafkaJSConnectionError',
        'KafkaJSGroupCoordinatorNotFound',
        'KafkaJSLockTimeout',
        'KafkaJSMetadataNotLoaded',
        'KafkaJSNoBrokerAvailableError',
        'KafkaJSNumberOfRetriesExceeded',
        'KafkaJSRequestTimeoutError',
        'KafkaJSTimeout',
        'KafkaJSTopicMetadataNotLoaded',
      ]),
    );
  });
});
