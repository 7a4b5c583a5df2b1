import { expect, test } from 'vitest';
import { linkedKey } from './link.ts';

const KEY = 'sk-abcdefghijklmnopqrstuvwxyz012345';

test.each(['127.0.0.1', 'localhost', '[::1]', '127.8.0.1'])(
  'the console of this machine, %s, takes the key of a link',
  (host) => {
    expect(linkedKey(`#key=${KEY}`, host)).toEqual({ kind: 'key', key: KEY });
  },
);

test.each(['tasks.example', 'localhost.example', '127.0.0.1.example', '10.0.0.1'])(
  '%s takes none',
  (host) => {
    expect(linkedKey(`#key=${KEY}`, host)).toEqual({ kind: 'refused' });
  },
);

test('what is no key is not taken, and an address without one asks for nothing', () => {
  expect(linkedKey('#key=javascript:alert(1)', 'localhost')).toEqual({ kind: 'refused' });
  expect(linkedKey('#key=', 'localhost')).toEqual({ kind: 'refused' });
  expect(linkedKey('#events', 'localhost')).toEqual({ kind: 'none' });
  expect(linkedKey('', 'localhost')).toEqual({ kind: 'none' });
});
