import { createLogger } from '@taskfold/runtime';
import { logLevel } from 'kafkajs';
import { expect, test } from 'vitest';
import { kafkajsLogger } from './kafkajs-logger.ts';

function log(namespace: string, level: logLevel, fields: object) {
  const lines: unknown[] = [];
  const logger = createLogger({
    service: 'test',
    level: 'debug',
    destination: { write: (line) => void lines.push(JSON.parse(line)) },
  });
  kafkajsLogger(logger)(logLevel.INFO)({
    namespace,
    level,
    label: '',
    log: { timestamp: '', message: 'hello', ...fields },
  });
  return lines[0];
}

test('shows chosen fields only, and no credentials', () => {
  const line = log('Runner', logLevel.ERROR, {
    groupId: 'g',
    error: 'connect kafka://user:pass@host failed',
    payload: 'private',
    stack: 'private',
  });
  expect(line).toMatchObject({
    level: 'warn',
    msg: 'hello',
    component: 'kafkajs',
    namespace: 'Runner',
    groupId: 'g',
    reason: 'connect kafka://[redacted]@host failed',
  });
  expect(JSON.stringify(line)).not.toContain('private');
});

test('is quiet about what is ordinary or said otherwise', () => {
  expect(log('ConsumerGroup', logLevel.INFO, {})).toMatchObject({ level: 'debug' });
  expect(log('Connection', logLevel.ERROR, {})).toMatchObject({ level: 'debug' });
});
