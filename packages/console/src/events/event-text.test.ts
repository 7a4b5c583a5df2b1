import fc from 'fast-check';
import { expect, test } from 'vitest';
import { curlOf, dataProblem, eventText } from './event-text.ts';

const ATTRIBUTES = {
  id: 'i',
  source: '/s',
  type: 'task.progressed',
  time: '2026-01-01T00:00:00Z',
  subject: 't',
};

test('an event is JSON, and holds its data as it was typed', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (data, source) => {
      const text = eventText({ ...ATTRIBUTES, source }, JSON.stringify(data));
      expect(JSON.parse(text)).toEqual({
        specversion: '1.0',
        ...ATTRIBUTES,
        source,
        data: JSON.parse(JSON.stringify(data)),
      });
    }),
  );
  expect(eventText(ATTRIBUTES, '{"seed": 12345678901234567890}')).toContain(
    '{"seed": 12345678901234567890}}',
  );
});

test.each([
  ['{}', null],
  [' {"percent": 5} ', null],
  ['[1]', /is an object/],
  ['null', /is an object/],
  ['{"a":}', /This is no JSON: /],
  ['', /This is no JSON: /],
])('%j as data', (text, problem) => {
  if (problem === null) expect(dataProblem(text)).toBeNull();
  else expect(dataProblem(text)).toMatch(problem);
});

test('a line for a shell holds the event between quotes that it cannot leave', () => {
  expect(curlOf('http://x', `{"a":"it's $HOME"}`)).toContain(`-d '{"a":"it'\\''s $HOME"}'`);
});
