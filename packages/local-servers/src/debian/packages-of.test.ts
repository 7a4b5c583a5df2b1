import { expect, test } from 'vitest';
import { packagesOf } from './packages-of.ts';

test('the libraries of a package are found among what it depends on', () => {
  expect(
    packagesOf(
      'lsb-base (>= 3.1), postgresql-common (>= 26), libc-ares2 (>= 1.12), libc6 (>= 2.36), libevent-2.1-7t64 (>= 2.1.8) | libevent, libssl3\n',
    ),
  ).toEqual(['libc-ares2', 'libevent-2.1-7t64', 'libssl3']);
  expect(packagesOf('libjs-jquery (>= 3.5.1~), libc6 (>= 2.34)')).toEqual([]);
  expect(packagesOf('')).toEqual([]);
});
