import { expect, test } from 'vitest';
import { messageOf } from './message-of.ts';

test('an error is described by what it says, or by what caused it where it says nothing', async () => {
  expect(messageOf(new Error('no', { cause: new Error('hidden') }))).toBe('no');
  expect(messageOf('text')).toBe('text');
  expect(messageOf(new AggregateError([new Error('a'), new Error('b')]))).toBe('a; b');
  const failure = await fetch('http://127.0.0.1:1/').catch((error: unknown) => error);
  expect(messageOf(failure)).toMatch(/^fetch failed: .*(ECONNREFUSED|bad port)/);
});
