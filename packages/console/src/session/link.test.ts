import { expect, test } from 'vitest';
import { linkedSecret } from './link.ts';

const KEY = 'sk-abcdefghijklmnopqrstuvwxyz012345';

test.each(['127.0.0.1', 'localhost', '[::1]', '127.8.0.1'])(
  'the console of this machine, %s, takes the key of a link',
  (host) => {
    expect(linkedSecret(`#key=${KEY}`, host)).toEqual({ kind: 'secret', secret: KEY });
  },
);

test.each(['tasks.example', 'localhost.example', '127.0.0.1.example', '10.0.0.1'])(
  '%s takes none',
  (host) => {
    expect(linkedSecret(`#key=${KEY}`, host)).toEqual({ kind: 'refused' });
  },
);

test('what is no key is not taken, and an address without one asks for nothing', () => {
  expect(linkedSecret('#key=javascript:alert(1)', 'localhost')).toEqual({ kind: 'refused' });
  expect(linkedSecret('#key=', 'localhost')).toEqual({ kind: 'refused' });
  expect(linkedSecret('#events', 'localhost')).toEqual({ kind: 'none' });
  expect(linkedSecret('', 'localhost')).toEqual({ kind: 'none' });
});

test('a secret of another name and form is taken as that', () => {
  const token = { name: 'token', form: /^\S{16,256}$/ };
  const secret = 'token-of-operators';
  expect(linkedSecret(`#token=${secret}`, 'localhost', token)).toEqual({ kind: 'secret', secret });
  expect(linkedSecret('#token=short', 'localhost', token)).toEqual({ kind: 'refused' });
  expect(linkedSecret(`#token=${secret}`, 'admin.example', token)).toEqual({ kind: 'refused' });
  expect(linkedSecret(`#key=${KEY}`, 'localhost', token)).toEqual({ kind: 'none' });
});
