import { expect, test } from 'vitest';
import { attemptMeaning, failureMeaning } from './meanings.ts';

test('a failure is said in words: what the receiver answered, else what went wrong, else what is not known here', () => {
  expect(failureMeaning('http_5xx', 503)).toBe('the receiver answered 503');
  expect(failureMeaning('gone', 410)).toBe('the receiver wants no more');
  expect(failureMeaning('dns', null)).toBe('its host name has no address');
  expect(failureMeaning('of a newer version', null)).toBe('of a newer version');
  expect(failureMeaning(null, null)).toBe('no answer came');
});

test('an attempt says why it failed and what comes of that, once each', () => {
  const attempt = { outcome: 'retrying', error: 'timeout', status_code: null };
  expect(attemptMeaning(attempt)).toBe('It did not answer in time. It is tried again.');
  expect(attemptMeaning({ outcome: 'gone', error: 'gone', status_code: 410 })).toBe(
    'The receiver wants no more.',
  );
  expect(attemptMeaning({ outcome: 'delivered', error: null, status_code: 204 })).toBe(
    'The receiver took it.',
  );
});
