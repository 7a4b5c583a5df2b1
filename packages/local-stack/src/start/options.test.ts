import { expect, test } from 'vitest';
import { parseStartArguments } from './options.ts';

test('without arguments: the demonstration on port 8080', () => {
  expect(parseStartArguments([])).toEqual({
    kind: 'start',
    options: { demo: true, port: 8080, reset: false, allowLocalCallbacks: false },
  });
});

test('every option is understood', () => {
  expect(parseStartArguments(['--no-demo', '--port', '0', '--reset', '--allow-local-callbacks'])).toEqual({
    kind: 'start',
    options: { demo: false, port: 0, reset: true, allowLocalCallbacks: true },
  });
  expect(parseStartArguments(['--port=9000', '--help'])).toEqual({ kind: 'help' });
});

test.each([
  ['--nodemo'],
  ['extra'],
  ['--port'],
  ['--port', 'x'],
  ['--port', '65536'],
  ['--port=-1'],
  ['--port', ''],
])('what is not understood is refused: %j %j', (...args) => {
  expect(parseStartArguments(args.filter((arg) => arg !== undefined)).kind).toBe('invalid');
});
