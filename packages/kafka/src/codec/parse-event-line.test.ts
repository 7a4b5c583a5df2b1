import { EXAMPLE_EVENTS, MAX_EVENT_BYTES } from '@taskfold/contract';
import { describe, expect, test } from 'vitest';
import { parseEventLine } from './parse-event-line.ts';

const EVENT = EXAMPLE_EVENTS['task.charged'];

test('keeps the line as it is and takes the key from the subject', () => {
  const line = ` ${JSON.stringify(EVENT, null, 1).replaceAll('\n', ' ')} \r`;
  expect(parseEventLine(line)).toMatchObject({
    kind: 'record',
    record: {
      key: Buffer.from(EVENT.subject),
      value: Buffer.from(line.trim()),
      headers: { 'content-type': 'application/cloudevents+json' },
    },
    event: { type: 'task.charged', data: { amount_credits: '40.0000' } },
  });
});

test('takes a type that it does not know, as the processor does', () => {
  expect(parseEventLine(JSON.stringify({ ...EVENT, type: 'task.new' }))).toMatchObject({
    kind: 'record',
    event: { type: 'unknown', originalType: 'task.new' },
  });
});

describe('says everything that is wrong', () => {
  test.each<[string, object | string, string[]]>([
    ['no JSON', '{"id":', ['The event is not JSON.']],
    ['no object', '[]', ['The value is JSON, but not an object.']],
    ['an empty line', '', ['The event is not JSON.']],
    [
      'attributes',
      { ...EVENT, tenantid: undefined, time: 'now' },
      [
        'The attribute `time` must be an RFC 3339 time, in UTC of the years 0001 to 9999.',
        'The attribute tenantid is missing.',
      ],
    ],
    [
      'data',
      { ...EVENT, data: { amount_credits: 1 } },
      [expect.stringContaining('data.entry_id'), expect.stringContaining('data.amount_credits')],
    ],
  ])('%s', (_, line, problems) => {
    const text = typeof line === 'string' ? line : JSON.stringify(line);
    expect(parseEventLine(text)).toEqual({ kind: 'invalid', problems });
  });

  test('too large a line, by its bytes', () => {
    const line = JSON.stringify({ ...EVENT, pad: 'é'.repeat(MAX_EVENT_BYTES / 2) });
    expect(parseEventLine(line)).toMatchObject({
      kind: 'invalid',
      problems: [expect.stringContaining('are allowed')],
    });
  });
});
