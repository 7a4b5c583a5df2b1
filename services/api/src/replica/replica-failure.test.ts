import { expect, it } from 'vitest';
import { isOfTheServer } from './replica-failure.ts';

const withCode = (code: string) => Object.assign(new Error('of PostgreSQL'), { code });

it.each(['08006', '57P01', '57P03', '53300', '28P01', '3D000', 'ECONNREFUSED', 'EPIPE'])(
  'ends the use of a replica that fails with %s',
  (code) => expect(isOfTheServer(withCode(code))).toBe(true),
);

it.each(['40001', '57014', '42P01', '22003'])('goes on after %s, which is of one statement', (code) =>
  expect(isOfTheServer(withCode(code))).toBe(false),
);

it('tells what the driver says from what reading an answer says', () => {
  expect(isOfTheServer(new Error('Query read timeout'))).toBe(true);
  expect(isOfTheServer(new RangeError('1e400 is too large for a number'))).toBe(false);
});
