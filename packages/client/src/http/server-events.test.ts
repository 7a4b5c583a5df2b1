import { createParser, type EventSourceMessage } from 'eventsource-parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createServerEventParser, type ServerEvent } from './server-events.ts';

const LINES = [
  ': heartbeat',
  'data',
  'data:',
  'data: {"a":1}',
  'data:  two',
  'event: update',
  'event',
  'id: 7',
  'id',
  'id: a\0b',
  'retry: 5',
  'x: y',
  '',
  '',
];
const streams = fc
  .array(fc.tuple(fc.constantFrom(...LINES), fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 40 })
  .map((lines) => lines.map((pair) => pair.join('')).join(''));

function byTheLibrary(text: string): readonly ServerEvent[] {
  const found: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => found.push(event) });
  parser.feed(text);
  return found.map(({ event, data }) => ({ event: event || 'message', id: '', data }));
}

test('finds the events that the library finds, wherever the text is cut', () => {
  fc.assert(
    fc.property(streams, fc.array(fc.nat({ max: 300 }), { maxLength: 20 }), (text, places) => {
      const cuts = [0, ...places.map((place) => Math.min(place, text.length)), text.length].sort(
        (a, b) => a - b,
      );
      const parse = createServerEventParser();
      const found = cuts.flatMap((cut, index) => parse(text.slice(cuts[index - 1] ?? 0, cut)));
      expect(found.map((event) => ({ ...event, id: '' }))).toEqual(byTheLibrary(text));
    }),
  );
});

test('an id stands until another one comes', () => {
  const parse = createServerEventParser();
  expect(parse('id: 1\ndata: a\n\ndata: b\n\nid: 2\nevent: update\ndata: c\n\n')).toEqual([
    { event: 'message', id: '1', data: 'a' },
    { event: 'message', id: '1', data: 'b' },
    { event: 'update', id: '2', data: 'c' },
  ]);
});

test('an event without an end is bounded', () => {
  const parse = createServerEventParser();
  expect(() => {
    for (let count = 0; count < 70; count += 1) parse('x'.repeat(1024 * 1024));
  }).toThrow('too large');
});
